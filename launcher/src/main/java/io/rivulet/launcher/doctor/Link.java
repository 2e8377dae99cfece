package io.rivulet.launcher.doctor;

/**
 * Something between an SDK and a report row that can be broken.
 *
 * @param name for people, one or two words
 */
record Link(String name, Look look) {

  /** Looks at the link. */
  interface Look {
    /**
     * What was seen, in half a sentence.
     *
     * @throws Broken when it is, with the likely cure
     * @throws Exception when it could not be used at all
     */
    String look() throws Exception;
  }

  /** The link is broken: what is wrong, and what to do. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;
    private final String cure;

    Broken(String wrong, String cure) {
      super(wrong);
      this.cure = cure;
    }

    /** What probably mends it, one sentence. */
    String cure() {
      return cure;
    }
  }
}
