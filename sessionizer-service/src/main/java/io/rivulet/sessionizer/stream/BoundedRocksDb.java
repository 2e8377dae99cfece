package io.rivulet.sessionizer.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Lets all state stores of this process share one cache, out of which their write buffers are paid
 * too: {@value #TOTAL_BYTES} bytes in all, however many partitions there are. Indexes and filters
 * of the files come on top, some 4 MB for each million actors.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  private static final long TOTAL_BYTES = 64L << 20;
  private static final long WRITE_BUFFER_BYTES = 24L << 20;
  private static final long ONE_WRITE_BUFFER_BYTES = 4L << 20;
  private static final long BLOCK_BYTES = 2L << 10;

  /** Made when the first store opens, since RocksDB's native library is loaded by then. */
  private static final class Shared {
    private static final Cache CACHE = new LRUCache(TOTAL_BYTES);
    private static final WriteBufferManager WRITE_BUFFERS =
        new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);
  }

  /** Made by Kafka Streams, by name. */
  public BoundedRocksDb() {}

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(Shared.CACHE);
    // Each event looks one actor up, mostly one that has not been looked up lately. Indexes and
    // filters as they are in memory make that half as expensive as with pieces of them in the
    // cache: of mapped files no piece stays there, and each is read and checked anew.
    table.setCacheIndexAndFilterBlocks(false);
    table.setBlockSize(BLOCK_BYTES);
    // A hash in each block, and a filter before the write buffers, spare most of the comparing.
    table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(Shared.WRITE_BUFFERS);
    options.setWriteBufferSize(ONE_WRITE_BUFFER_BYTES);
    options.setMaxWriteBufferNumber(2);
    options.setMemtablePrefixBloomSizeRatio(0.1);
    options.setMemtableWholeKeyFiltering(true);
    // Of ten million actors nearly each is read from a file. Out of the page cache, without a call
    // and a copy, that takes two thirds of the time. Such pages count as resident, and the system
    // takes them back when it needs them.
    options.setAllowMmapReads(true);
  }

  @Override
  public void close(String storeName, Options options) {
    // Cache and write buffer manager belong to all stores and live as long as the process.
  }
}
