-- What each person may want next, by the models that are champions.

-- one row per project, property that names items, person who took any lately and place on their list. Key: project, item_property, person_id, rank.
create table mart.recommendation (
    project varchar(64) not null,
    item_property varchar(128) not null,
    person_id varchar(512) not null,
    rank integer not null,
    item varchar(255) not null,
    score double precision not null,
    reason varchar(300) not null,
    model_version integer not null,
    as_of date not null,
    scored_at timestamp not null,
    primary key (project, person_id, item_property, rank)
);

-- one row per project, property that names items and place among the most popular ones. Key: project, item_property, rank.
create table mart.popular_item (
    project varchar(64) not null,
    item_property varchar(128) not null,
    rank integer not null,
    item varchar(255) not null,
    persons bigint not null,
    share double precision not null,
    model_version integer not null,
    as_of date not null,
    scored_at timestamp not null,
    primary key (project, item_property, rank)
);

-- one row per project, property that names items and method that was compared. Key: project, item_property, method.
create table mart.recommendation_model (
    project varchar(64) not null,
    item_property varchar(128) not null,
    method varchar(16) not null,
    is_champion boolean not null,
    persons bigint not null,
    recall_at_10 double precision not null,
    ndcg_at_10 double precision not null,
    coverage double precision not null,
    items integer not null,
    model_version integer not null,
    measured_from date not null,
    window_days integer not null,
    primary key (project, item_property, method)
);

-- Who took nothing lately has no rows of their own, and gets what is popular.
create view bi.recommendations as
select
    project, person_id, item_property, rank, item, score::numeric(12, 6) as score, reason, model_version, as_of, scored_at
from mart.recommendation
union all
select
    i.project, p.person_id, i.item_property, i.rank, i.item, i.share::numeric(12, 6), 'popular'::varchar(300), i.model_version, i.as_of, i.scored_at
from mart.popular_item i
join mart.person p on p.project = i.project
where i.rank <= 10
    and not exists (
        select 1 from mart.recommendation r
        where r.project = p.project and r.person_id = p.person_id and r.item_property = i.item_property
    );
comment on view bi.recommendations is 'One row per project, person, property that names items and place 1 to 10: what the person may want next. Persons who took no item lately have the popular ones; for persons who are not in bi.users see bi.popular_items. Read it for one item_property at a time.';
comment on column bi.recommendations.project is 'Id of the project.';
comment on column bi.recommendations.person_id is 'The person, as in bi.users.';
comment on column bi.recommendations.item_property is 'The property whose values are the items, as the projects file declares it.';
comment on column bi.recommendations.rank is 'Place on the list, 1 for what the person may want most. Short lists are of persons who took nearly all there is.';
comment on column bi.recommendations.item is 'The item: a value of the property. Never one that the person took in the last 120 days.';
comment on column bi.recommendations.score is 'By which items of one list are ordered; not to be compared between versions or reasons. Of popular ones the share of persons who took it.';
comment on column bi.recommendations.reason is '"because of" the item of the person''s that speaks most for it, or "popular".';
comment on column bi.recommendations.model_version is 'Version of the model; the API of the ETL has its card.';
comment on column bi.recommendations.as_of is 'The lists rest on all days before this one, in the project''s time zone.';
comment on column bi.recommendations.scored_at is 'When the lists were computed, UTC.';

create view bi.popular_items as
select
    project, item_property, rank, item, persons, share::numeric(7, 6) as share, model_version, as_of, scored_at
from mart.popular_item;
comment on view bi.popular_items is 'One row per project, property that names items and place 1 to 100: what most persons took in the last 120 days. What to offer to whoever is not known yet.';
comment on column bi.popular_items.project is 'Id of the project.';
comment on column bi.popular_items.item_property is 'The property whose values are the items, as the projects file declares it.';
comment on column bi.popular_items.rank is 'Place, 1 for what most persons took.';
comment on column bi.popular_items.item is 'The item: a value of the property, taken by at least 3 persons.';
comment on column bi.popular_items.persons is 'Persons who took it, of at most 20,000 drawn by lot. Do not sum over items.';
comment on column bi.popular_items.share is 'Share of these persons who took it, 0 to 1.';
comment on column bi.popular_items.model_version is 'Version of the model that was champion.';
comment on column bi.popular_items.as_of is 'Days before this one are counted, in the project''s time zone.';
comment on column bi.popular_items.scored_at is 'When it was computed, UTC.';

create view bi.recommendation_models as
select
    project, item_property, method, is_champion, persons, recall_at_10::numeric(7, 6) as recall_at_10, ndcg_at_10::numeric(7, 6) as ndcg_at_10,
    coverage::numeric(7, 6) as coverage, items, model_version, measured_from, window_days
from mart.recommendation_model;
comment on view bi.recommendation_models is 'One row per project, property that names items and method: how well each told on later days what persons took next. Recommended is by the champion.';
comment on column bi.recommendation_models.project is 'Id of the project.';
comment on column bi.recommendation_models.item_property is 'The property whose values are the items, as the projects file declares it.';
comment on column bi.recommendation_models.method is 'popularity: the same for all; item_knn: what was taken together; ease: a linear model of all items.';
comment on column bi.recommendation_models.is_champion is 'Whether it is the method by which is recommended.';
comment on column bi.recommendation_models.persons is 'Persons on whom it was measured: who took something before and something new in the window.';
comment on column bi.recommendation_models.recall_at_10 is 'Share of what a person took next that stood on their list of ten, mean of the persons, 0 to 1.';
comment on column bi.recommendation_models.ndcg_at_10 is 'The same, where a place further up counts more, 0 to 1.';
comment on column bi.recommendation_models.coverage is 'Share of the items that stood on anybody''s list, 0 to 1.';
comment on column bi.recommendation_models.items is 'Items there were to choose from.';
comment on column bi.recommendation_models.model_version is 'Version of the model; the API of the ETL has its card.';
comment on column bi.recommendation_models.measured_from is 'First day of the window on which it was measured; all before it was known.';
comment on column bi.recommendation_models.window_days is 'Length of the window.';

grant select on all tables in schema bi to bi_reader;
