package dev.assay.input;

/** Tags of RPM's headers that are read here; numbers and meaning: rpm's include/rpm/rpmtag.h. */
final class RpmTag {
    static final int NAME = 1000;
    static final int VERSION = 1001;
    static final int RELEASE = 1002;
    static final int EPOCH = 1003;
    static final int LICENSE = 1014;
    static final int ARCH = 1022;
    static final int OLD_FILE_NAMES = 1027; // whole paths, by rpm 3 and before
    static final int FILE_SIZES = 1028;
    static final int FILE_MODES = 1030;
    static final int FILE_FLAGS = 1037;
    static final int SOURCE_RPM = 1044;
    static final int FILE_DEVICES = 1095;
    static final int FILE_INODES = 1096;
    static final int SOURCE_PACKAGE = 1106;
    static final int DIRECTORY_INDEXES = 1116;
    static final int BASE_NAMES = 1117;
    static final int DIRECTORY_NAMES = 1118;
    static final int PAYLOAD_FORMAT = 1124;
    static final int PAYLOAD_COMPRESSOR = 1125;
    static final int LONG_FILE_SIZES = 5008;

    private RpmTag() {}

    /** Tags of one kind of dependency, with the field as a spec file writes it. */
    enum Dependency {
        REQUIRES("Requires", 1049, 1048, 1050),
        RECOMMENDS("Recommends", 5046, 5048, 5047),
        SUGGESTS("Suggests", 5049, 5051, 5050),
        SUPPLEMENTS("Supplements", 5052, 5054, 5053),
        ENHANCES("Enhances", 5055, 5057, 5056),
        CONFLICTS("Conflicts", 1054, 1053, 1055),
        PROVIDES("Provides", 1047, 1112, 1113),
        OBSOLETES("Obsoletes", 1090, 1114, 1115);

        private final String field;
        private final int names;
        private final int flags;
        private final int versions;

        Dependency(String field, int names, int flags, int versions) {
            this.field = field;
            this.names = names;
            this.flags = flags;
            this.versions = versions;
        }

        String field() {
            return field;
        }

        int names() {
            return names;
        }

        int flags() {
            return flags;
        }

        int versions() {
            return versions;
        }
    }

    /** Tags of a scriptlet, with its name as a spec file writes it. */
    enum Scriptlet {
        PRETRANS("%pretrans", 1151, 1153),
        PRE("%pre", 1023, 1085),
        POST("%post", 1024, 1086),
        PREUN("%preun", 1025, 1087),
        POSTUN("%postun", 1026, 1088),
        POSTTRANS("%posttrans", 1152, 1154),
        TRIGGER("%trigger", 1065, 1092),
        FILE_TRIGGER("%filetrigger", 5066, 5067),
        TRANSACTION_FILE_TRIGGER("%transfiletrigger", 5076, 5077);

        private final String word;
        private final int text;
        private final int interpreter;

        Scriptlet(String word, int text, int interpreter) {
            this.word = word;
            this.text = text;
            this.interpreter = interpreter;
        }

        String word() {
            return word;
        }

        int text() {
            return text;
        }

        int interpreter() {
            return interpreter;
        }
    }
}
