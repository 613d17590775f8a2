// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Prints every skipped test below a folder with its reason, from the reports that Surefire and Failsafe leave. */
final class Skips {
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toAbsolutePath().normalize();
        List<Path> reports = reports(root);
        if (reports.isEmpty()) {
            System.out.println("no test report was found: nothing has run");
            return;
        }
        var byReason = new TreeMap<String, List<String>>();
        int tests = 0;
        for (Path report : reports) {
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
            var cases = document.getElementsByTagName("testcase");
            tests += cases.getLength();
            for (int i = 0; i < cases.getLength(); i++) {
                var test = (Element) cases.item(i);
                var skipped = (Element) test.getElementsByTagName("skipped").item(0);
                if (skipped != null) {
                    String module = root.relativize(report).toString().replaceFirst(".target.*", "");
                    String name = test.getAttribute("classname").replaceFirst(".*\\.", "");
                    if (!test.getAttribute("name").isEmpty()) {
                        name += "." + test.getAttribute("name");
                    }
                    byReason.computeIfAbsent(reason(skipped), reason -> new ArrayList<>())
                            .add(module + " " + name);
                }
            }
        }
        byReason.forEach((reason, names) -> {
            System.out.println(reason);
            names.stream().sorted().forEach(name -> System.out.println("    " + name));
        });
        int count = byReason.values().stream().mapToInt(List::size).sum();
        System.out.println(count + " of " + tests + " tests were skipped");
    }

    private static String reason(Element skipped) {
        // An assumption that failed in a test leaves a stack trace, one that failed earlier a message.
        String message = skipped.getAttribute("message") + skipped.getTextContent();
        return message.lines()
                .map(line -> line.replaceFirst("^[\\w.]+Exception: ", "").replaceFirst("^Assumption failed: ", ""))
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("NO REASON GIVEN");
    }

    private static List<Path> reports(Path root) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                return name.equals("node_modules") || name.equals(".git") || name.equals("src")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String folder = file.getParent().getFileName().toString();
                String name = file.getFileName().toString();
                if (folder.matches("(surefire|failsafe)-reports") && name.matches("TEST-.*\\.xml")) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }
}
