-- models: one row per property that names items and method that was compared for it, the best first. Key: item_property, method.
select item_property, method, is_champion, persons, recall_at_10, ndcg_at_10, coverage, items, model_version, measured_from, window_days
from bi.recommendation_models
where project = :project
order by item_property, ndcg_at_10 desc, method
