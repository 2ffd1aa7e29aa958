"""What a linker's map and the archives' objects say of an image: which section of which member lies where, and who else is right.

A truth is a list of Entry, the executable input sections of the image. Right at an entry's address is

  itself, unless it is the program's own;
  its owners: copies of its COMDAT group, and what the linker folded onto it, with their copies. The program's own copy of a
      group that archives have too, or own code that archive code was folded onto, has owners alone; nobody need name them;
  beside it, among alternatives, its twins: sections of the same bytes and the same targets, where no reference by name from
      a member that is in the image, or from within the member, tells the one from the other. A twin alone is wrong.
"""
import collections
import functools
import os
import re
import struct
from dataclasses import dataclass, field

CODE = {'.text', '.init', '.fini', '__libc_freeres_fn', '.text.unlikely', '.text.hot', '.text.startup'}
MEMBER = re.compile(r'(.*\.a)\(([^()]+)\)')
GROUPED = ('.text.', '.gnu.linkonce')
NOWHERE = 0  # what a linker left out
UNSAID = 2 ** 64 - 1  # gold's for a section of which it changed the size, or to which it attached stubs

SHT_SYMTAB, SHT_RELA, SHT_NOBITS, SHT_REL, SHT_GROUP = 2, 4, 8, 9, 17
SHF_ALLOC, SHF_EXECINSTR, SHF_STRINGS = 2, 4, 0x30
SHN_XINDEX = 0xffff

Place = collections.namedtuple('Place', 'archive member section')
Symbol = collections.namedtuple('Symbol', 'name info section value')


@dataclass
class Entry:
    place: Place
    address: int
    size: int
    owners: set = field(default_factory=set)
    twins: set = field(default_factory=set)

    @property
    def own(self):
        return not self.place.archive

    @property
    def right(self):
        return self.owners if self.own else self.owners | {self.place}


def place(file, section):
    """A place; with no archive where the file is none's."""
    found = MEMBER.fullmatch(file)
    return Place(os.path.realpath(found[1]), found[2], section) if found else Place('', file, section)


# ---- maps

def read_map(text):
    """The executable input sections of a map of GNU ld, gold, lld or mold."""
    lines = text.splitlines()
    if re.match(r'\s*VMA\s+LMA\s+Size', lines[0]):
        found = columns(lines, r'\s*([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)\s+\d+( +)(.*)', 16)  # lld
    elif re.match(r'\s*VMA\s+Size', lines[0]):
        found = columns(lines, r'\s*0x([0-9a-f]+)\s+(\d+)\s+\d+( +)(.*)', 10)  # mold
    else:
        found = rows(lines)
    return [entry for entry in found if entry.size and entry.address != NOWHERE]


def archives_of(text):
    """The archives that a map names, by their real paths; libm.a may be a linker script, which is none."""
    found = {os.path.realpath(path) for path in re.findall(r'[^\s()]+\.a\b', text) if os.path.isabs(path)}
    return sorted(path for path in found if os.path.isfile(path) and is_archive(path))


def is_archive(path):
    with open(path, 'rb') as file:
        return file.read(8) == b'!<arch>\n'


def columns(lines, pattern, base):
    """Output sections are less indented than input sections; `file:(section)` names an input section."""
    current = None
    for line in lines[1:]:
        found = re.fullmatch(pattern, line)
        if found and len(found[3]) == 1:
            current = found[4].strip()
        elif found and current in CODE and (named := re.fullmatch(r'(.*):\(([^)]+)\)', found[4].strip())):
            yield Entry(place(named[1], named[2]), int(found[1], 16), int(found[2], base))


def rows(lines):
    """GNU ld and gold: a section's name may have a line of its own."""
    started, output, pending = False, None, None
    for line in lines:
        started |= line.startswith(('Linker script and memory map', 'Memory map'))
        if not started:
            continue
        if line and not line[0].isspace():
            output, pending = line.split()[0], None
        elif re.match(r' [.\w$]\S*$', line):
            pending = line.strip()
        elif found := re.match(r' (\S+)?\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (\S.*)$', line):
            name, pending = found[1] or pending, None
            if name and name[0] != '*' and output in CODE:
                yield Entry(place(found[4], name), int(found[2], 16), int(found[3], 16))
        elif not line.startswith('  '):
            pending = None


def read_folded(text):
    """What a linker printed that it folded, as {kept: {folded onto it}}."""
    onto, kept = collections.defaultdict(set), None
    for line in text.splitlines():
        if found := re.match(r'\s*selected section (.*):\(([^)]+)\)$', line):  # lld, mold
            kept = place(found[1], found[2])
        elif found := re.match(r'\s*removing identical section (.*):\(([^)]+)\)$', line):
            onto[kept].add(place(found[1], found[2]))
        elif found := re.match(r".*ICF folding section '(.*)' in file '(.*)' into '(.*)' in file '(.*)'", line):  # gold
            onto[place(found[4], found[3])].add(place(found[2], found[1]))
    return onto


# ---- objects: as much of ELF as says that two sections are the same

class Section:
    """One section of a member, with its relocations as (offset, type, symbol, addend) and its global names as (name, value)."""

    def __init__(self, index, head):
        self.index = index
        self.name, self.type, self.flags, _, self.at, self.size, self.link, self.info, \
            self.alignment, self.entry = head
        self.group, self.relocations, self.defines = None, [], set()

    def is_code(self):
        return self.type == 1 and self.flags & SHF_ALLOC and self.flags & SHF_EXECINSTR and self.size


def members(path):
    """(name, bytes) of the ELF members of an archive."""
    data = open(path, 'rb').read()
    at, long_names = 8, b''
    while data[:8] == b'!<arch>\n' and at + 60 <= len(data):
        name, size = data[at:at + 16].rstrip(), int(data[at + 48:at + 58])
        body = data[at + 60:at + 60 + size]
        if name == b'//':
            long_names = body
        elif body[:4] == b'\x7fELF':
            if name[:1] == b'/':
                name = long_names[int(name[1:]):].split(b'/\n')[0]
            yield name.rstrip(b'/').decode('latin1'), body
        at += 60 + size + (size & 1)


def read_object(archive, member, data):
    """The sections of an ELF object."""
    order, wide = '<' if data[5] == 1 else '>', data[4] == 2

    def unpack(form, at):
        return struct.unpack_from(order + form, data, at)

    def string(table, at):
        start = sections[table].at + at
        return data[start:data.index(b'\0', start)].decode('latin1')

    start, = unpack('Q', 40) if wide else unpack('I', 32)
    each, count, names = unpack('HHH', 58 if wide else 46)
    head = 'IIQQQQIIQQ' if wide else '10I'
    first = unpack(head, start)
    sections = [Section(i, unpack(head, start + i * each)) for i in range(count or first[5])]
    symbols = []
    for section in sections:
        section.name = string(names if names != SHN_XINDEX else first[6], section.name)
        section.place = Place(archive, member, section.name)
        section.bytes = data[section.at:section.at + section.size] if section.type != SHT_NOBITS else b''
        section.siblings = sections
    for table in sections:
        for at in range(table.at, table.at + table.size, table.entry) if table.type == SHT_SYMTAB else ():
            if wide:
                name, info, _, where, value, _ = unpack('IBBHQQ', at)
            else:
                name, value, _, info, _, where = unpack('IIIBBH', at)
            symbols.append(Symbol(string(table.link, name), info, where, value))
    for symbol in symbols:
        if symbol.info >> 4 and 0 < symbol.section < len(sections):
            sections[symbol.section].defines.add((symbol.name, symbol.value))
    for section in sections:
        if section.type == SHT_GROUP and section.info < len(symbols):
            for at in range(section.at + 4, section.at + section.size, 4):
                sections[unpack('I', at)[0]].group = symbols[section.info].name
        if section.type in (SHT_RELA, SHT_REL):
            for at in range(section.at, section.at + section.size, section.entry):
                offset, info = unpack('QQ' if wide else 'II', at)
                addend = unpack('q' if wide else 'i', at + (16 if wide else 8))[0] if section.type == SHT_RELA else 0
                kind, symbol = (info & 0xffffffff, info >> 32) if wide else (info & 255, info >> 8)
                if data[18] == 8 and wide and order == '<':  # MIPS: r_sym has the first four bytes
                    kind, symbol = symbol, kind
                sections[section.info].relocations.append((offset, kind, symbols[symbol], addend))
    return sections


@functools.lru_cache(8)
def read_archive(path):
    """(member, sections) of an archive's ELF members. Rows of one machine come one after another, and share them."""
    return [(member, read_object(path, member, data)) for member, data in members(path)]


# ---- who is right

class Objects:
    """The members of all archives, of which some are in the image."""

    def __init__(self, archives, linked, onto):
        self.members, self.by_place = {}, collections.defaultdict(list)
        self.by_section, self.by_bytes = collections.defaultdict(list), collections.defaultdict(list)
        for archive in archives:
            for member, sections in read_archive(archive):
                self.members[archive, member] = sections
                for section in sections:
                    if section.is_code():
                        self.by_place[section.place].append(section)
                        self.by_section[section.name].append(section)
                        self.by_bytes[section.bytes].append(section)
        self.linked = sorted(linked & set(self.members))
        self.lead = {folded: kept for kept, several in onto.items() for folded in several}
        self.home = {}  # where a global name is defined
        for key in self.linked:
            for section in self.members[key]:
                for name, value in section.defines:
                    self.home.setdefault(name, (section, value))
        self.referred, self.inside = set(), collections.defaultdict(set)
        self.refer()

    def refer(self):
        """Names that linked members refer to; and which sections of its own member refer to a section, if those can be told."""
        alike = collections.Counter(section.bytes for sections in self.members.values() for section in sections
                                    if section.type == 1 and section.flags & SHF_ALLOC and not section.flags & SHF_EXECINSTR)
        for key in self.linked:
            for section in self.members[key]:
                unwinding = section.name == '.eh_frame' or section.name.startswith('.gcc_except_table')
                if not section.flags & SHF_ALLOC or unwinding:
                    continue
                for _, _, symbol, _ in section.relocations:
                    if symbol.info >> 4:
                        self.referred.add(symbol.name)
                    tells = section.flags & SHF_EXECINSTR or alike[section.bytes] == 1
                    if 0 < symbol.section < len(self.members[key]) and symbol.section != section.index and tells:
                        self.inside[key, symbol.section].add((key, section.index))

    def targets(self, section):
        return [(offset, kind, self.target(section, *rest)) for offset, kind, *rest in section.relocations]

    def target(self, section, symbol, addend):
        """What a relocation asks for: equal for two sections if the image shows the same thing for both."""
        if symbol.section == section.index:
            return 'self', symbol.value + addend
        if symbol.info >> 4 or not symbol.section:
            if symbol.name not in self.home:
                return 'name', symbol.name, addend
            home, value = self.home[symbol.name]
            return self.lead.get(home.place, home.place), value, addend
        if symbol.section >= len(section.siblings):
            return 'absolute', symbol.value, addend
        there = section.siblings[symbol.section]
        if there.flags & SHF_STRINGS == SHF_STRINGS:
            for at in (symbol.value + addend, symbol.value + addend + 4):  # the addend of a PC-relative field is 4 short
                if 0 <= at < there.size:
                    return 'string', there.bytes[at:].split(b'\0')[0]
        return 'local', there.flags & 7, there.size, there.bytes, symbol.value, addend

    def told(self, section, other, unsure):
        """Whether a reference tells a section from another."""
        return (any(name in self.referred for name, _ in section.defines - other.defines)
                or self.inside[section.place[:2], section.index] - unsure)


def read_truth(text, archives, folded):
    """The truth of a map, given the archives that are offered as references and what the linker printed that it folded."""
    entries, onto = read_map(text), read_folded(folded)
    linked = {(os.path.realpath(archive), member) for archive, member in
              re.findall(r'([^\s()]+\.a)\(([^()]+)\)', text)}
    objects, unsure = Objects(archives, linked, onto), set()
    locate(entries, objects)
    while True:
        now = relate(entries, objects, onto, unsure)
        if now <= unsure:
            return [entry for entry in entries if (not entry.own or entry.owners) and entry.address != UNSAID]
        unsure |= now


def locate(entries, objects):
    """Says where a section lies of which the map does not: behind the one before it in the map."""
    for before, entry in zip(entries, entries[1:]):
        several = objects.by_place[entry.place]
        if entry.address == UNSAID and before.address != UNSAID and several:
            end, alignment = before.address + before.size, max(1, several[0].alignment)
            entry.address = end + -end % alignment


def relate(entries, objects, onto, unsure):
    """Finds the owners and twins of all entries, and says which sections have twins: a reference from these tells nothing."""
    taken, having = set(), set()
    for entry in entries:
        entry.twins = set()
        folded = onto.get(entry.place, set())
        entry.owners = folded & set(objects.by_place)
        for own in [one for one in {entry.place, *folded} if not one.archive and one.section.startswith(GROUPED)]:
            entry.owners |= {one.place for one in objects.by_section[own.section] if one.group and one.size == entry.size}
        if entry.own:
            continue
        mine = [one for one in objects.by_place[entry.place] if id(one) not in taken]
        section = next((one for one in mine if one.size == entry.size), mine[0])
        taken.add(id(section))
        wanted = objects.targets(section)
        for other in objects.by_bytes[section.bytes]:
            if other is section or other.place in entry.owners:
                continue
            if other.group and other.group == section.group:
                entry.owners.add(other.place)
            elif (other.place != entry.place and objects.targets(other) == wanted
                  and not objects.told(section, other, unsure)):
                entry.twins.add(other.place)
        if entry.twins:
            having.add((section.place[:2], section.index))
    return having
