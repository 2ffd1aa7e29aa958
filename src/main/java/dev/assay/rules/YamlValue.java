package dev.assay.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A value in a YAML document that knows where it stands, so that whoever reads it can say what is wrong with it. */
final class YamlValue {
    /** A rule set nests five deep. The composer recurses, so depth is bounded before it is asked. */
    private static final int DEEPEST = 32;

    private final String source;
    private final Node node;

    private YamlValue(String source, Node node) {
        this.source = source;
        this.node = node;
    }

    /** {@return the one document of a text} */
    static YamlValue parse(String source, String text) throws InvalidRuleSetException {
        LoadSettings settings = LoadSettings.builder().setLabel(source).build();
        try {
            refuseDepthAndAliases(source, new Parse(settings).parseString(text));
            return new YamlValue(
                    source,
                    new Compose(settings)
                            .composeString(text)
                            .orElseThrow(() -> new InvalidRuleSetException(source, 1, 1, "the file is empty")));
        } catch (MarkedYamlEngineException e) {
            throw at(source, e.getProblemMark(), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new InvalidRuleSetException(source, 1, 1, "not YAML: " + firstLine(e.getMessage()));
        }
    }

    private static void refuseDepthAndAliases(String source, Iterable<Event> events) throws InvalidRuleSetException {
        int depth = 0;
        for (Event event : events) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias -> throw at(source, event.getStartMark(), "aliases are not read here");
                case Scalar, Comment, DocumentStart, DocumentEnd, StreamStart, StreamEnd -> {}
            }
            if (depth > DEEPEST) {
                throw at(source, event.getStartMark(), "nested more than " + DEEPEST + " deep");
            }
        }
    }

    /** {@return the fields of a mapping, in their order; each key is one of those allowed and stands there once} */
    Map<String, YamlValue> fields(Collection<String> allowed) throws InvalidRuleSetException {
        Map<String, YamlValue> fields = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            throw error("expected a mapping with " + String.join(", ", allowed));
        }
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue key = new YamlValue(source, tuple.getKeyNode());
            String name = key.oneOf("key", allowed);
            if (fields.put(name, new YamlValue(source, tuple.getValueNode())) != null) {
                throw key.error("the key '" + name + "' stands here twice");
            }
        }
        return fields;
    }

    /** {@return the line on which it begins, counted from 1} */
    int line() {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    /** {@return whether this is a mapping} */
    boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** {@return the text of a scalar that is not empty} */
    String text() throws InvalidRuleSetException {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw error("expected a text");
    }

    /** {@return the values of a sequence} */
    List<YamlValue> list() throws InvalidRuleSetException {
        if (!(node instanceof SequenceNode sequence)) {
            throw error("expected a list");
        }
        List<YamlValue> values = new ArrayList<>();
        for (Node value : sequence.getValue()) {
            values.add(new YamlValue(source, value));
        }
        return values;
    }

    /** {@return the texts of a sequence of scalars} */
    List<String> texts() throws InvalidRuleSetException {
        List<String> texts = new ArrayList<>();
        for (YamlValue value : list()) {
            texts.add(value.text());
        }
        return texts;
    }

    /** {@return the patterns of a sequence of scalars} */
    List<Glob> globs() throws InvalidRuleSetException {
        return texts().stream().map(Glob::of).toList();
    }

    /** {@return a scalar that is one of these words} */
    String oneOf(String what, Collection<String> good) throws InvalidRuleSetException {
        String word = text();
        if (!good.contains(word)) {
            throw error("unknown " + what + " '" + shortened(word) + "'"
                    + NearestWord.to(word, good)
                            .map(near -> "; nearest: '" + near + "'")
                            .orElse(""));
        }
        return word;
    }

    /** {@return the constant that a scalar names: {@code info} for {@code INFO}} */
    <E extends Enum<E>> E constant(String what, Class<E> type) throws InvalidRuleSetException {
        Map<String, E> constants = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            constants.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return constants.get(oneOf(what, constants.keySet()));
    }

    /** {@return the error that this value is} */
    InvalidRuleSetException error(String problem) {
        return at(source, node.getStartMark(), problem);
    }

    private static InvalidRuleSetException at(String source, Optional<Mark> mark, String problem) {
        return new InvalidRuleSetException(
                source,
                mark.map(Mark::getLine).orElse(0) + 1,
                mark.map(Mark::getColumn).orElse(0) + 1,
                problem);
    }

    private static String shortened(String word) {
        String quoted = Quoted.path(word);
        return quoted.length() > 64 ? quoted.substring(0, 64) + "..." : quoted;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
