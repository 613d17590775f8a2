// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.zigbee.internal.zcl.GeneralCommand;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand.Attribute;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand.ReadResult;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand.Refusal;
import dev.lockcred.zigbee.internal.zcl.ZclStatus;
import dev.lockcred.zigbee.internal.zcl.ZclValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The attributes of one cluster, and how each is to be reported. */
final class AttributeTable {

    private final TreeMap<Integer, Entry> entries = new TreeMap<>();
    private final TreeMap<Integer, GeneralCommand.Reporting> reporting = new TreeMap<>();

    private record Entry(ZclValue value, boolean writable) {}

    AttributeTable put(int id, ZclValue value) {
        Entry old = entries.get(id);
        entries.put(id, new Entry(value, old != null && old.writable()));
        return this;
    }

    AttributeTable writable(int id, ZclValue value) {
        entries.put(id, new Entry(value, true));
        return this;
    }

    AttributeTable remove(int id) {
        entries.remove(id);
        return this;
    }

    Optional<ZclValue> get(int id) {
        Entry entry = entries.get(id);
        return entry == null ? Optional.empty() : Optional.of(entry.value());
    }

    /** As a number; the fallback where it is missing or none. */
    long number(int id, long otherwise) {
        return get(id).map(v -> v.asLong().orElse(otherwise)).orElse(otherwise);
    }

    /** Whether a host has asked for reports of it. */
    boolean reports(int id) {
        return reporting.containsKey(id);
    }

    /**
     * Carries out a general command of a host; absent where there is none to answer.
     *
     * @param maxAnswer bytes of attribute records that fit one message; what does not fit is left out
     */
    Optional<GeneralCommand> answer(GeneralCommand command, int maxAnswer) {
        if (command instanceof GeneralCommand.Read read) {
            return Optional.of(new GeneralCommand.ReadResponse(readAll(read.attributes(), maxAnswer)));
        }
        if (command instanceof GeneralCommand.Write write) {
            return Optional.of(new GeneralCommand.WriteResponse(writeAll(write.attributes())));
        }
        if (command instanceof GeneralCommand.ConfigureReporting configure) {
            return Optional.of(new GeneralCommand.ConfigureReportingResponse(configure(configure.reports())));
        }
        if (command instanceof GeneralCommand.Discover discover) {
            SortedMap<Integer, Entry> from = entries.tailMap(discover.start());
            var some = from.entrySet().stream()
                    .limit(discover.maximum())
                    .map(e -> new GeneralCommand.Discovered(
                            e.getKey(), e.getValue().value().type()))
                    .toList();
            return Optional.of(new GeneralCommand.DiscoverResponse(some.size() == from.size(), some));
        }
        return Optional.empty();
    }

    private List<ReadResult> readAll(List<Integer> ids, int maxAnswer) {
        var results = new ArrayList<ReadResult>();
        int room = maxAnswer;
        for (int id : ids) {
            Entry entry = entries.get(id);
            int size = entry == null ? 3 : 5 + entry.value().raw().length();
            room -= size;
            if (room < 0) {
                break;
            }
            results.add(
                    entry == null
                            ? ReadResult.failed(id, ZclStatus.UNSUPPORTED_ATTRIBUTE)
                            : ReadResult.of(id, entry.value()));
        }
        return results;
    }

    private List<Refusal> writeAll(List<Attribute> attributes) {
        var refusals = new ArrayList<Refusal>();
        for (Attribute attribute : attributes) {
            Entry entry = entries.get(attribute.id());
            if (entry == null) {
                refusals.add(new Refusal(ZclStatus.UNSUPPORTED_ATTRIBUTE, attribute.id()));
            } else if (!entry.writable()) {
                refusals.add(new Refusal(ZclStatus.READ_ONLY, attribute.id()));
            } else if (entry.value().type() != attribute.value().type()) {
                refusals.add(new Refusal(ZclStatus.INVALID_DATA_TYPE, attribute.id()));
            } else {
                entries.put(attribute.id(), new Entry(attribute.value(), true));
            }
        }
        return refusals;
    }

    private List<Refusal> configure(List<GeneralCommand.Reporting> reports) {
        var refusals = new ArrayList<Refusal>();
        for (GeneralCommand.Reporting report : reports) {
            if (entries.containsKey(report.attribute())) {
                reporting.put(report.attribute(), report);
            } else {
                refusals.add(new Refusal(ZclStatus.UNSUPPORTED_ATTRIBUTE, report.attribute()));
            }
        }
        return refusals;
    }
}
