-- What Spark reads of a line of raw objects: texts as they are written, numbers in them digit for digit.
event_id string, type string, name string, instance_id string, user_id string, group_id string, previous_id string,
occurred_at string, received_at string, sent_at string, original_timestamp string, clock_correction_ms bigint, clock_correction_reason string,
protocol string,
library struct<name string, version string>,
app struct<name string, version string, build string, namespace string>,
device struct<id string, type string, manufacturer string, model string, advertising_id string>,
os struct<name string, version string>,
browser struct<name string, version string>,
screen struct<width int, height int, density double>,
locale string, language string, timezone string, ip string, country string, city string, user_agent string, is_bot boolean,
page struct<url string, path string, referrer string, title string, search string>,
campaign struct<name string, source string, medium string, term string, content string>,
context string, properties string, traits string, integrations string
