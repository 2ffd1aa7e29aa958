package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A component that is added to a record which spells its equality out must not be forgotten there. */
class SpelledOutEqualityTest {
    @ParameterizedTest
    @ValueSource(classes = {Origin.class, PackageId.class, InputSectionId.class, FunctionMatch.class})
    void everyComponentCounts(Class<? extends Record> type) throws ReflectiveOperationException {
        Object record = make(type, -1);

        assertThat(make(type, -1)).isEqualTo(record).hasSameHashCodeAs(record);
        for (int i = 0; i < type.getRecordComponents().length; i++) {
            assertThat(make(type, i))
                    .as(type.getRecordComponents()[i].getName())
                    .isNotEqualTo(record);
        }
        assertThat(record).isNotEqualTo(null).isNotEqualTo("text");
    }

    /** A record whose component of that number differs from the others' of its kind. */
    private static Object make(Class<?> type, int other) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(components[i].getType(), i == other ? 1 : 0);
        }
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static Object value(Class<?> type, int number) throws ReflectiveOperationException {
        if (type == int.class) {
            return number;
        }
        if (type == long.class) {
            return (long) number;
        }
        if (type == Optional.class) {
            return number == 0 ? Optional.empty() : Optional.of(make(PackageId.class, -1));
        }
        // A text of its own, lest one be compared by identity.
        return type == String.class ? "text" + number : make(type, number - 1);
    }
}
