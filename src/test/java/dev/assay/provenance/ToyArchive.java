package dev.assay.provenance;

import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Machine;
import dev.assay.elf.ObjectBuilder;
import dev.assay.elf.Segment;
import dev.assay.elf.Symbol;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * An archive of random x86-64 objects whose functions call each other, and the image that a linker would make of all of it:
 * each member's functions one after another, every call resolved.
 */
final class ToyArchive {
    private static final int R_X86_64_PLT32 = 4;
    private static final long ADDRESS = 0x400000;

    /** A function; {@code call[i]} is the number of the one that is called from {@code callAt[i]}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Function(String name, byte[] code, int[] callAt, int[] call) {}

    private final String name;
    private final List<List<Function>> members = new ArrayList<>();

    private ToyArchive(String name) {
        this.name = name;
    }

    static ToyArchive random(String name, Random random, int memberCount) {
        ToyArchive archive = new ToyArchive(name);
        int[] functions = random.ints(memberCount, 1, 4).toArray();
        int total = 0;
        for (int count : functions) {
            total += count;
        }
        int number = 0;
        for (int count : functions) {
            List<Function> member = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                member.add(function(name + "_" + number++, random, total));
            }
            archive.members.add(member);
        }
        return archive;
    }

    /** Another version: one member is compiled anew. */
    ToyArchive changed(Random random, int member) {
        ToyArchive other = new ToyArchive(name);
        other.members.addAll(members);
        List<Function> anew = new ArrayList<>();
        int total = members.stream().mapToInt(List::size).sum();
        for (Function function : members.get(member)) {
            anew.add(function(function.name, random, total));
        }
        other.members.set(member, anew);
        return other;
    }

    private static Function function(String name, Random random, int total) {
        byte[] code = new byte[32 + random.nextInt(200)];
        random.nextBytes(code);
        int calls = random.nextInt(4);
        int[] callAt = new int[calls];
        int[] call = new int[calls];
        for (int i = 0; i < calls; i++) {
            callAt[i] = 1 + i * 7;
            call[i] = random.nextInt(total);
            code[callAt[i] - 1] = (byte) 0xe8;
            ByteBuffer.wrap(code).putInt(callAt[i], 0);
        }
        return new Function(name, code, callAt, call);
    }

    Origin origin(String version) {
        PackageId owner = new PackageId(name + "-dev", version, name, version, "", "amd64");
        return new Origin("usr/lib/lib" + name + ".a", Optional.of(owner));
    }

    /** Adds all members to a catalog that is being built. */
    void addTo(CatalogBuilder builder, String version) {
        CatalogBuilder.ArchiveWriter writer = builder.begin(origin(version));
        for (int i = 0; i < members.size(); i++) {
            writer.add("m" + i + ".o", object(i));
        }
        writer.end();
    }

    int memberCount() {
        return members.size();
    }

    byte[] object(int member) {
        List<Function> functions = members.get(member);
        ObjectBuilder object = ObjectBuilder.of(Machine.X86_64);
        List<String> symbols = new ArrayList<>();
        for (Function function : functions) {
            symbols.add(function.name);
        }
        for (Function function : functions) {
            object.code(".text." + function.name, function.code);
            for (int i = 0; i < function.call.length; i++) {
                String called = nameOf(function.call[i]);
                if (!symbols.contains(called)) {
                    symbols.add(called);
                }
                object.relocation(function.callAt[i], R_X86_64_PLT32, symbols.indexOf(called) + 1, -4);
            }
        }
        for (int i = 0; i < symbols.size(); i++) {
            int section = i < functions.size() ? i + 1 : 0;
            object.symbol(symbols.get(i), Symbol.STB_GLOBAL, section == 0 ? 0 : Symbol.STT_FUNC, section, 0);
        }
        return object.build();
    }

    private List<Function> functions() {
        return members.stream().flatMap(List::stream).toList();
    }

    private String nameOf(int function) {
        return functions().get(function).name;
    }

    /** {@return an image of all members, in their order} */
    byte[] link() {
        List<Function> functions = functions();
        long[] address = new long[functions.size()];
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < address.length; i++) {
            while (text.size() % 16 != 0) {
                text.write(0x90);
            }
            address[i] = ADDRESS + text.size();
            text.writeBytes(functions.get(i).code);
        }
        ByteBuffer linked = ByteBuffer.wrap(text.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < address.length; i++) {
            for (int call = 0; call < functions.get(i).call.length; call++) {
                long place = address[i] + functions.get(i).callAt[call];
                linked.putInt((int) (place - ADDRESS), (int) (address[functions.get(i).call[call]] - 4 - place));
            }
        }
        return ElfBuilder.of(Machine.X86_64)
                .load(Segment.PF_R | Segment.PF_X, ADDRESS, linked.array())
                .build();
    }
}
