package dev.assay.packaging;

import dev.assay.packaging.BinfmtEntry.Flag;
import dev.assay.packaging.BinfmtEntry.Format;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The line that registers an entry, {@code :name:type:offset:magic:mask:interpreter:flags}, read as the kernel does
 * (fs/binfmt_misc.c, create_entry; Documentation/admin-guide/binfmt-misc.rst). The first character is the delimiter.
 *
 * <p>The kernel stops at the first fault; here all of them are said, as far as the fields can be told apart.
 */
final class RegisterString {
    /** create_entry: {@code count < 11 || count > MAX_REGISTER_LENGTH}. */
    private static final int SHORTEST = 11;

    private static final int LONGEST = 1920;
    /** BINPRM_BUF_SIZE, since Linux 5.1. */
    static final int WINDOW = 256;

    private static final int FIELDS = 8; // the empty one before the first delimiter counts

    private RegisterString() {}

    static BinfmtEntry parse(String file, int line, String text) {
        List<String> faults = new ArrayList<>();
        int length = text.getBytes(StandardCharsets.ISO_8859_1).length;
        if (length < SHORTEST || length > LONGEST) {
            faults.add("the line has " + length + " bytes, the kernel takes " + SHORTEST + " to " + LONGEST);
        }
        String[] fields = text.isEmpty() ? new String[0] : text.split(Pattern.quote(text.substring(0, 1)), FIELDS);
        if (fields.length < FIELDS) {
            faults.add("it has " + Math.max(0, fields.length - 1) + " fields, the kernel expects 7");
            fields = Arrays.copyOf(fields, FIELDS);
            for (int i = 0; i < FIELDS; i++) {
                fields[i] = fields[i] == null ? "" : fields[i];
            }
        }
        return entry(file, line, fields, faults);
    }

    private static BinfmtEntry entry(String file, int line, String[] fields, List<String> faults) {
        String name = fields[1];
        checkName(name, faults);
        List<Integer> magic = List.of();
        List<Integer> mask = List.of();
        int offset = 0;
        if (fields[2].equals("M")) {
            offset = offset(fields[3], faults);
            magic = bytes("magic", fields[4], faults);
            mask = fields[5].isEmpty() ? Collections.nCopies(magic.size(), 0xff) : bytes("mask", fields[5], faults);
            checkWindow(offset, magic, mask, faults);
        } else if (fields[2].equals("E")) {
            checkExtension(fields[4], faults);
        } else {
            faults.add("type '" + fields[2] + "', the kernel knows M and E");
        }
        checkInterpreter(fields[6], faults);
        return new BinfmtEntry(
                Format.SYSTEMD, file, line, name, offset, magic, mask, fields[6], flags(fields[7], faults), faults);
    }

    static void checkName(String name, List<String> faults) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
            faults.add("its name '" + name + "' cannot be that of a file");
        } else if (name.equals("register") || name.equals("status")) {
            faults.add("its name '" + name + "' is that of a file of the kernel's own, beside the entries");
        }
    }

    static void checkExtension(String extension, List<String> faults) {
        if (extension.isEmpty() || extension.contains("/")) {
            faults.add("its file name extension is empty or has a slash");
        }
    }

    static int offset(String text, List<String> faults) {
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.matches("[0-9]{1,9}")) {
            faults.add("offset '" + text + "' is no decimal number");
            return 0;
        }
        return Integer.parseInt(text);
    }

    static void checkWindow(int offset, List<Integer> magic, List<Integer> mask, List<String> faults) {
        if (magic.isEmpty()) {
            faults.add("its magic is empty");
        } else if (magic.size() != mask.size()) {
            faults.add("its mask has " + mask.size() + " bytes, its magic " + magic.size());
        }
        if (magic.size() > WINDOW - Math.min(offset, WINDOW)) {
            faults.add("offset and magic reach byte " + ((long) offset + magic.size()) + ", the kernel looks at "
                    + WINDOW);
        }
    }

    // The kernel takes a relative path too, and looks it up from the directory of whoever starts the program.
    static void checkInterpreter(String interpreter, List<String> faults) {
        if (!interpreter.startsWith("/")) {
            faults.add(
                    interpreter.isEmpty()
                            ? "it names no interpreter"
                            : "interpreter '" + interpreter + "' is a relative path");
        }
    }

    /** Decodes {@code \xHH}; other characters stand for themselves (lib/string_helpers.c, UNESCAPE_HEX). */
    static List<Integer> bytes(String what, String text, List<String> faults) {
        List<Integer> bytes = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (!text.startsWith("\\x", i)) {
                bytes.add(text.charAt(i) & 0xff);
                continue;
            }
            // create_entry's scanarg wants two digits behind each \x.
            Optional<Integer> value = hex(text, i + 2);
            if (value.isEmpty()) {
                faults.add("its " + what + " has \\x without two hexadecimal digits");
                return List.of();
            }
            bytes.add(value.get());
            i += 3;
        }
        return bytes;
    }

    private static Optional<Integer> hex(String text, int at) {
        if (at + 2 > text.length()) {
            return Optional.empty();
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? Optional.empty() : Optional.of(high * 16 + low);
    }

    private static Set<Flag> flags(String text, List<String> faults) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            Optional<Flag> flag = Arrays.stream(Flag.values())
                    .filter(known -> known.name().charAt(0) == letter)
                    .findFirst();
            if (flag.isEmpty()) {
                faults.add("flag '" + letter + "', the kernel knows P, O, C and F");
            }
            flag.ifPresent(flags::add);
        }
        return flags;
    }
}
