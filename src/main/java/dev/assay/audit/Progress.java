package dev.assay.audit;

/** Is told how far an audit is. Called from several threads. */
public interface Progress {
    /** Tells nobody. */
    Progress NONE = new Progress() {
        @Override
        public void met(long bytes) {}

        @Override
        public void examined(long bytes) {}

        @Override
        public void timePassed() {}
    };

    /** An artifact of that many bytes was met, and waits to be examined. */
    void met(long bytes);

    /** An artifact of that many bytes was examined. */
    void examined(long bytes);

    /** Nothing need have changed: called several times a second while the audit runs. */
    void timePassed();
}
