package dev.assay.input;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Walks a directory depth first, by name, without following symbolic links. */
final class DirectoryWalk {
    private final Visitor visitor;
    private final Consumer<Unreadable> unreadable;

    /**
     * @param visitor takes what is neither a directory nor a symbolic link; special files too
     * @param unreadable takes directories that cannot be listed, and what the visitor could not read
     */
    DirectoryWalk(Visitor visitor, Consumer<Unreadable> unreadable) {
        this.visitor = visitor;
        this.unreadable = unreadable;
    }

    /**
     * Walks.
     *
     * @param path of the directory as the user gave it; what lies in it is named after it
     */
    void walk(String path, Path directory) {
        // A stack of our own: depth is the tree's choice.
        Deque<Entry> open = new ArrayDeque<>();
        open.push(new Entry(path, directory));
        while (!open.isEmpty()) {
            Entry entry = open.pop();
            try {
                if (entry.file().equals(directory)) { // which may be a link: the user named it
                    list(entry).forEach(open::push);
                    continue;
                }
                // Asked for once: in a large tree this is what a walk costs.
                BasicFileAttributes attributes =
                        Files.readAttributes(entry.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isDirectory()) {
                    list(entry).forEach(open::push);
                } else if (!attributes.isSymbolicLink()) {
                    visitor.visit(entry.path(), entry.file(), attributes);
                }
            } catch (IOException e) {
                unreadable.accept(Unreadable.because(entry.path(), e));
            } catch (DirectoryIteratorException e) {
                unreadable.accept(Unreadable.because(entry.path(), e.getCause()));
            }
        }
    }

    /** {@return what lies in a directory, the last name first} */
    private static List<Entry> list(Entry directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory.file())) {
            for (Path file : stream) {
                String name = String.valueOf(file.getFileName());
                String within = directory.path().endsWith("/") ? directory.path() : directory.path() + "/";
                entries.add(new Entry(within + name, file));
            }
        }
        entries.sort((left, right) -> left.path().compareTo(right.path()));
        Collections.reverse(entries);
        return entries;
    }

    /** Takes what lies in the tree. */
    @FunctionalInterface
    interface Visitor {
        void visit(String path, Path file, BasicFileAttributes attributes) throws IOException;
    }

    private record Entry(String path, Path file) {}
}
