import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Checks PDF files against PDF/A and PDF/UA profiles with the veraPDF core.
 *
 * <p>Each line of its input names a file and the flavours, separated by tabs, a flavour being
 * veraPDF's own word for it: ua1, 2a, 3a, 4f. Each flavour gets a line {@code checked FLAVOUR
 * NUMBER-OF-ASSERTIONS}, so that a profile that checked nothing can be told from a file that
 * passed, and each broken rule a line {@code broken FLAVOUR RULE TIMES MESSAGE}. The last line of
 * a file is {@code done}, or {@code stopped MESSAGE} where it could not be read. One process for
 * many files: starting Java and veraPDF takes longer than checking a file.
 */
public final class Validate {
    private Validate() {}

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset(); // the parser comments on every harmless oddity
        VeraGreenfieldFoundryProvider.initialise();
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] parts = line.split("\t");
            try {
                for (int i = 1; i < parts.length; i++) {
                    report(parts[i], validate(Path.of(parts[0]), parts[i]));
                }
                System.out.println("done");
            } catch (Exception problem) {
                System.out.println("stopped\t" + oneLine(problem.toString()));
            }
        }
    }

    private static ValidationResult validate(Path file, String name) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
        try (InputStream bytes = Files.newInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(bytes, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile(name), false)) {
            return validator.validate(parser);
        }
    }

    /** Reads the profile from its own file: loading them all, as veraPDF does, takes a second. */
    private static ValidationProfile profile(String name) throws Exception {
        String title = name.startsWith("ua") ? "PDFUA-" + name.substring(2) : "PDFA-" + name.toUpperCase();
        String path = "/org/verapdf/pdfa/validation/" + title + ".xml";
        try (InputStream xml = Validate.class.getResourceAsStream(path)) {
            if (xml == null) {
                throw new IllegalArgumentException("no profile " + path + " for flavour " + name);
            }
            return Profiles.profileFromXml(xml);
        }
    }

    private static void report(String name, ValidationResult result) {
        System.out.printf("checked\t%s\t%d%n", name, result.getTotalAssertions());
        Map<String, String> messages = new TreeMap<>();
        Map<String, Integer> times = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                messages.putIfAbsent(rule, oneLine(assertion.getMessage()));
                times.merge(rule, 1, Integer::sum);
            }
        }
        messages.forEach(
                (rule, message) ->
                        System.out.printf("broken\t%s\t%s\t%d\t%s%n", name, rule, times.get(rule), message));
        if (messages.isEmpty() && !result.isCompliant()) {
            System.out.printf("broken\t%s\t-\t1\tnot compliant, no rule named%n", name);
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
