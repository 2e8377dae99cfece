package io.rivulet.dashboard.definition;

/** What a figure means, as the reporting database says it. One per metric. */
record MetricDefinition(
    String metric,
    String viewName,
    String columnName,
    String title,
    String definition,
    String formula,
    String grain,
    String unit,
    String source) {}
