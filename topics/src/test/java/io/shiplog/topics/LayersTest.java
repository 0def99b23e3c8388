package io.shiplog.topics;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.shiplog.architecture.NobodySleeps;

/** Readers and writers of topics wait for what Kafka tells them. */
@AnalyzeClasses(
    packages = "io.shiplog.topics",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  /** Brokers that are not up yet tell nobody when they are. */
  @ArchTest
  static final ArchRule NOBODY_SLEEPS =
      NobodySleeps.but(
          "io.shiplog.topics.TopicMaker", "io.shiplog.topics.streams.KafkaObjectsTail");
}
