package dev.assay.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Takes a picture of an HTML report, as it stands in the README: docs/picture says how. Arguments: the report, the PNG to write,
 * what to scroll to ({@code #artifact-3}; empty: the top), width and height in pixels, {@code light} or {@code dark}.
 */
final class ReportPicture {
    private ReportPicture() {}

    public static void main(String... arguments) throws IOException {
        String page = Path.of(arguments[0]).toAbsolutePath().toUri() + arguments[2];
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                .build();
        ChromeDriver browser = new ChromeDriver(service, options);
        try {
            browser.executeCdpCommand(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", arguments[5]))));
            browser.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of(
                            "width",
                            Integer.valueOf(arguments[3]),
                            "height",
                            Integer.valueOf(arguments[4]),
                            "deviceScaleFactor",
                            1,
                            "mobile",
                            false));
            browser.manage().window().setSize(new Dimension(1400, 1400));
            browser.get(page);
            // Two frames: what a script draws after it scrolled is on the screen in the second.
            browser.executeAsyncScript(
                    "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))");
            Files.write(Path.of(arguments[1]), browser.getScreenshotAs(OutputType.BYTES));
        } finally {
            browser.quit();
        }
    }
}
