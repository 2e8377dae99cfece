package io.rivulet.etl.analytics;

import io.rivulet.etl.analytics.Catalog.Partition;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.lake.LakeFiles;
import java.net.URI;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** A project's curated datasets as of one instant, with the files that make them up. */
public record CuratedData(LakeFiles lake, List<Partition> partitions) {

  public CuratedData {
    partitions = List.copyOf(partitions);
  }

  /** Number of the publication that wrote last; 0 where nothing is curated. */
  public long newestPublication() {
    return partitions.stream().mapToLong(Partition::publicationId).max().orElse(0);
  }

  /** Dates of a dataset that have rows. */
  public NavigableSet<LocalDate> dates(Dataset dataset) {
    return dates(dataset, p -> !p.objectKeys().isEmpty());
  }

  /** Dates of those partitions of a dataset. */
  public NavigableSet<LocalDate> dates(Dataset dataset, Predicate<Partition> which) {
    NavigableSet<LocalDate> dates = new TreeSet<>();
    partitions.stream()
        .filter(p -> p.dataset() == dataset)
        .filter(which)
        .map(Partition::eventDate)
        .forEach(dates::add);
    return dates;
  }

  /** Makes a view of a whole dataset, as {@code sql/curated} describes it. */
  public void view(Engine engine, String name, Dataset dataset) {
    engine.viewOfCurated(name, dataset.wireName(), files(dataset, p -> true));
  }

  /** Makes a view of a dataset's partitions of some dates. */
  public void view(Engine engine, String name, Dataset dataset, Collection<LocalDate> dates) {
    engine.viewOfCurated(
        name, dataset.wireName(), files(dataset, p -> dates.contains(p.eventDate())));
  }

  private List<URI> files(Dataset dataset, Predicate<Partition> which) {
    return partitions.stream()
        .filter(p -> p.dataset() == dataset)
        .filter(which)
        .flatMap(p -> p.objectKeys().stream())
        .map(lake::fileOf)
        .toList();
  }
}
