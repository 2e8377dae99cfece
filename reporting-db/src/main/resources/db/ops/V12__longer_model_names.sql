-- The models that recommend are named for a property.
alter table model alter column name type varchar(192);
