package io.rivulet.sessionizer.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Gives Kafka Streams its clients and tells the stores when one of its transactions is committed,
 * which Kafka Streams itself does not tell them. Each stream has its own.
 */
public final class Commits implements KafkaClientSupplier {
  private final Map<TopicPartition, CommittedStore> stores = new ConcurrentHashMap<>();

  /** Made for a stream and its topology. */
  public Commits() {}

  /** Tells the store of commits that wrote to that partition of the changelog. */
  void tell(TopicPartition changelog, CommittedStore store) {
    stores.put(changelog, store);
  }

  /** Ends that, unless another store has taken its place. */
  void tellNoMore(TopicPartition changelog, CommittedStore store) {
    stores.remove(changelog, store);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new TellingProducer(config);
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return getConsumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return getConsumer(config);
  }

  /** Each thread of the stream has one, and the stores of its partitions. */
  private final class TellingProducer extends KafkaProducer<byte[], byte[]> {
    /** Written by the producer's thread, as acknowledgements come. */
    private final Map<TopicPartition, Long> lastOffsets = new ConcurrentHashMap<>();

    private TellingProducer(Map<String, Object> config) {
      super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
      if (!record.topic().equals(SessionizerTopology.CHANGELOG)) {
        return super.send(record, callback);
      }
      return super.send(
          record,
          (written, failure) -> {
            if (failure == null) {
              lastOffsets.put(
                  new TopicPartition(written.topic(), written.partition()), written.offset());
            }
            callback.onCompletion(written, failure);
          });
    }

    @Override
    public void commitTransaction() {
      super.commitTransaction();
      // All records are acknowledged now.
      Map<TopicPartition, Long> committed = new HashMap<>(lastOffsets);
      lastOffsets.clear();
      committed.forEach(
          (changelog, offset) -> {
            CommittedStore store = stores.get(changelog);
            if (store != null) {
              store.committed(offset);
            }
          });
    }

    @Override
    public void abortTransaction() {
      super.abortTransaction();
      lastOffsets.clear();
    }
  }
}
