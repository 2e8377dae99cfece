package io.rivulet.etl.catalog;

import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.quality.QualityGate.Staged;
import io.rivulet.etl.sqljob.StagedCheck;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the SQL jobs of owners share with ours: they may read the typed views of events, their
 * tables are judged by rules and described in the catalog.
 */
final class SqlJobTables implements StagedCheck {
  private static final Logger log = LoggerFactory.getLogger(SqlJobTables.class);

  private final CatalogQueries queries;
  private final DataCatalog catalog;
  private final QualityGate quality;

  SqlJobTables(CatalogQueries queries, DataCatalog catalog, QualityGate quality) {
    this.queries = queries;
    this.catalog = catalog;
    this.quality = quality;
  }

  @Override
  public void addViews(String project, String query, Workbench workbench) {
    for (EventView view : queries.viewsIn(project, query)) {
      try {
        workbench.execute(view.sql());
      } catch (RuntimeException e) {
        // The query that names it will say that it is not there.
        log.warn("project {}: view {} cannot be made", project, view.name(), e);
      }
    }
  }

  @Override
  public Runnable check(
      String job,
      long runId,
      String project,
      Workbench workbench,
      String dataset,
      String relation) {
    quality.check(job, runId, project, workbench, List.of(new Staged(dataset, relation)));
    return catalog.describe(runId, project, dataset, workbench, relation);
  }
}
