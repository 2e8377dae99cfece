/**
 * Models that owners bring: executables and images by SageMaker's contract for training containers,
 * and ONNX files.
 */
@NullMarked
package io.rivulet.etl.ownmodel;

import org.jspecify.annotations.NullMarked;
