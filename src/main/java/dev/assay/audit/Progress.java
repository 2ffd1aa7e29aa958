package dev.assay.audit;

/** Is told how far an audit is. Called from several threads. */
public interface Progress {
    /** Tells nobody. */
    Progress NONE = new Progress() {
        @Override
        public void met(String path) {}

        @Override
        public void examined(String path) {}
    };

    /** An artifact was met, and waits to be examined. */
    void met(String path);

    /** An artifact was examined. */
    void examined(String path);
}
