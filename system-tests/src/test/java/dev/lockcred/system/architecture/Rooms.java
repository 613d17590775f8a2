// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The modules of the project as they were compiled: their classes, and what they export to whom. */
final class Rooms {

    /**
     * @param name the folder, such as {@code lockcred-api}
     * @param descriptor absent for a module that lives on the class path only
     */
    record Room(
            String name, List<JavaClass> classes, @Nullable ModuleDescriptor descriptor) {

        String moduleName() {
            return descriptor != null ? descriptor.name() : "dev.lockcred." + name.replace("lockcred-", "");
        }

        /** Whether the module lets the other one see the package. Without a descriptor it shows everything. */
        boolean shows(String packageName, Room other) {
            return descriptor == null
                    || descriptor.exports().stream()
                            .filter(export -> export.source().equals(packageName))
                            .anyMatch(export ->
                                    !export.isQualified() || export.targets().contains(other.moduleName()));
        }
    }

    private final Map<String, Room> rooms = new TreeMap<>();
    private final Map<String, Room> roomOfClass = new LinkedHashMap<>();

    Rooms(List<Room> rooms) {
        for (Room room : rooms) {
            this.rooms.put(room.name(), room);
            room.classes().forEach(type -> roomOfClass.put(type.getName(), room));
        }
    }

    /** Reads the main classes of every library module and of the simulators. */
    static Rooms compiledBelow(Path root) throws IOException {
        List<Room> rooms = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.sorted().toList()) {
                String name = folder.getFileName().toString();
                boolean ours = name.startsWith("lockcred-") || name.equals("simulators");
                if (ours && Files.isRegularFile(folder.resolve("pom.xml"))) {
                    rooms.add(read(name, folder.resolve("target/classes")));
                }
            }
        }
        return new Rooms(rooms);
    }

    private static Room read(String name, Path classes) throws IOException {
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException(name + " is not compiled: run with -am");
        }
        List<JavaClass> imported =
                new ClassFileImporter().importPath(classes).stream().toList();
        Path descriptor = classes.resolve("module-info.class");
        if (!Files.exists(descriptor)) {
            return new Room(name, imported, null);
        }
        try (InputStream in = Files.newInputStream(descriptor)) {
            return new Room(name, imported, ModuleDescriptor.read(in));
        }
    }

    Set<String> names() {
        return rooms.keySet();
    }

    List<Room> all() {
        return List.copyOf(rooms.values());
    }

    /** Uses of one module by another that is not among those it may use. */
    List<String> forbiddenArrows(Map<String, Set<String>> allowed) {
        List<String> found = new ArrayList<>();
        crossings((from, to, dependency) -> {
            if (!allowed.getOrDefault(from.name(), Set.of()).contains(to.name())) {
                found.add(from.name() + " must not know " + to.name() + ": " + dependency.getDescription());
            }
        });
        return found;
    }

    /** Uses of a package by a module that it is not exported to. */
    List<String> forcedDoors() {
        List<String> found = new ArrayList<>();
        crossings((from, to, dependency) -> {
            String packageName =
                    dependency.getTargetClass().getBaseComponentType().getPackageName();
            if (!to.shows(packageName, from)) {
                found.add(packageName + " is not exported to " + from.name() + ": " + dependency.getDescription());
            }
        });
        return found;
    }

    /** Packages that more than one module has classes in. */
    List<String> splitPackages() {
        Map<String, Set<String>> owners = new TreeMap<>();
        for (Room room : rooms.values()) {
            for (JavaClass type : room.classes()) {
                owners.computeIfAbsent(type.getPackageName(), p -> new TreeSet<>())
                        .add(room.name());
            }
        }
        owners.remove(""); // module-info
        return owners.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> entry.getKey() + " is in " + entry.getValue())
                .toList();
    }

    /** Exported packages with {@code internal} in their name: open to all is a contradiction. */
    List<String> openInternals() {
        return rooms.values().stream()
                .filter(room -> room.descriptor() != null)
                .flatMap(room -> room.descriptor().exports().stream())
                .filter(export -> export.source().contains(".internal") && !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .toList();
    }

    private interface Crossing {
        void see(Room from, Room to, Dependency dependency);
    }

    private void crossings(Crossing crossing) {
        for (Room from : rooms.values()) {
            for (JavaClass type : from.classes()) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    Room to = roomOfClass.get(
                            dependency.getTargetClass().getBaseComponentType().getName());
                    if (to != null && to != from) {
                        crossing.see(from, to, dependency);
                    }
                }
            }
        }
    }
}
