package io.rivulet.sessionizer.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.IndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Lets all state stores of this process share one cache, out of which their write buffers, indexes
 * and filters are paid too: {@value #TOTAL_BYTES} bytes in all, however many partitions there are.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  private static final long TOTAL_BYTES = 64L << 20;
  private static final long WRITE_BUFFER_BYTES = 24L << 20;
  private static final long ONE_WRITE_BUFFER_BYTES = 4L << 20;

  /**
   * Of the cache, what data cannot drive out. Indexes and filters of ten million actors take less.
   */
  private static final double SHARE_OF_INDEXES = 0.6;

  /**
   * Four times RocksDB's own: the index, which has an entry for each block, fits into the cache.
   */
  private static final long BLOCK_BYTES = 16L << 10;

  /** Made when the first store opens, since RocksDB's native library is loaded by then. */
  private static final class Shared {
    private static final Cache CACHE = new LRUCache(TOTAL_BYTES, -1, false, SHARE_OF_INDEXES);
    private static final WriteBufferManager WRITE_BUFFERS =
        new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);
  }

  /** Made by Kafka Streams, by name. */
  public BoundedRocksDb() {}

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(Shared.CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    // In pieces of some kilobytes: a whole index or filter has megabytes, and where the cache
    // cannot
    // hold those of all files, each look-up of an actor would read one anew.
    table.setIndexType(IndexType.kTwoLevelIndexSearch);
    table.setPartitionFilters(true);
    table.setBlockSize(BLOCK_BYTES);
    // Each event looks one actor up: a hash in each block, and a filter before the write buffers,
    // spare most of the comparing.
    table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(Shared.WRITE_BUFFERS);
    options.setWriteBufferSize(ONE_WRITE_BUFFER_BYTES);
    options.setMaxWriteBufferNumber(2);
    options.setMemtablePrefixBloomSizeRatio(0.1);
    options.setMemtableWholeKeyFiltering(true);
  }

  @Override
  public void close(String storeName, Options options) {
    // Cache and write buffer manager belong to all stores and live as long as the process.
  }
}
