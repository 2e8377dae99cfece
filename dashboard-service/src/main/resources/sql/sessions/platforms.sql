-- platforms: one row per platform of the range. Key: platform.
select distinct platform
from bi.sessions
where project = :project and day between :from and :to and platform is not null
order by platform
