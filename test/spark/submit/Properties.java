import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** Prints what java.util.Properties reads from each file: its name, or "error", then keys and values, all as numbers. */
class Properties {
  public static void main(String[] files) throws Exception {
    for (String file : files) {
      StringBuilder line = new StringBuilder();
      try (Reader reader = Files.newBufferedReader(Path.of(file))) {
        java.util.Properties properties = new java.util.Properties();
        properties.load(reader);
        for (var entry : new TreeMap<>(properties).entrySet()) {
          line.append(numbers(entry.getKey())).append('=').append(numbers(entry.getValue().toString().trim())).append(' ');
        }
      } catch (IllegalArgumentException malformed) {
        line = new StringBuilder("error");
      }
      System.out.println(line);
    }
  }

  private static String numbers(Object text) {
    StringBuilder result = new StringBuilder();
    text.toString().chars().forEach(unit -> result.append(unit).append(','));
    return result.toString();
  }
}
