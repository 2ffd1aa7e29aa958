package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The HTML report of 35 binaries with 40,000 placements, in a real browser, where the machine has one. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path PAGE = Path.of("target/report.html");

    private static ChromeDriver browser;

    @BeforeAll
    static void open() throws IOException {
        boolean there = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
        if (System.getenv("ASSAY_REQUIRE_TOOLS") == null) {
            assumeTrue(
                    there,
                    "no chromium and chromedriver here: the HTML report was not opened (Debian: apt install"
                            + " chromium chromium-driver)");
        }
        assertThat(there).as("chromium and chromium-driver are installed").isTrue();
        Files.createDirectories(PAGE.getParent());
        try (Writer out = Files.newBufferedWriter(PAGE)) {
            new HtmlReport().write(SampleReport.of(35, 1143), out);
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--force-prefers-reduced-motion");
        options.setCapability("goog:loggingPrefs", logs);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        browser.manage().window().setSize(new Dimension(1280, 1400));
        browser.get(PAGE.toUri().toString());
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    private static Object run(String script, Object... arguments) {
        return browser.executeScript(script, arguments);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so after five seconds").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static void search(String words, String expected) {
        WebElement field = browser.findElement(By.id("q"));
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        field.sendKeys(words);
        await(() -> browser.findElement(By.id("count")).getText().startsWith(expected));
    }

    @Test
    @Order(1)
    void opensWithVerdictsOnTopAndAllBinaries() {
        assertThat(browser.getTitle()).isEqualTo("Assay: fail, 35 binaries");
        assertThat(browser.findElement(By.tagName("h1")).getText()).isEqualTo("Assay: fail");
        assertThat(browser.findElement(By.id("count")).getText()).isEqualTo("35 of 35 binaries shown");
        Number loaded = (Number) run("const t = performance.getEntriesByType('navigation')[0];"
                + " return t.domContentLoadedEventEnd - t.startTime");
        assertThat(loaded.doubleValue())
                .as("milliseconds until the page can be used")
                .isLessThan(4000);
    }

    @Test
    @Order(2)
    void filtersByNameMemberAndVerdictWithoutLag() {
        search("qemu-17-", "1 of 35");
        search("member698.o", "35 of 35");
        search("no such thing", "0 of 35");
        search("", "35 of 35");
        browser.findElement(By.cssSelector("input[value=pass]")).click();
        assertThat(browser.findElement(By.id("count")).getText()).isEqualTo("23 of 35 binaries shown");
        browser.findElement(By.cssSelector("input[value=pass]")).click();
        Number took = (Number) run("const q = document.getElementById('q'), form = document.getElementById('filters');"
                + " q.value = 'libz.a(member1'; const start = performance.now(); form.requestSubmit();"
                + " const took = performance.now() - start; q.value = ''; form.requestSubmit(); return took");
        assertThat(took.doubleValue())
                .as("milliseconds to search 40,000 placements")
                .isLessThan(500);
    }

    @Test
    @Order(3)
    void clicksThroughFromTheTableToAMember() throws IOException {
        browser.findElement(By.cssSelector("#binaries a[href='#artifact-4']")).click();
        WebElement detail = browser.findElement(By.id("artifact-4"));
        await(() -> !detail.findElements(By.cssSelector(".treemap button")).isEmpty());
        assertThat(detail.getDomProperty("open")).isEqualTo("true");
        List<WebElement> tiles = detail.findElements(By.cssSelector(".treemap button"));
        assertThat(tiles).hasSizeGreaterThan(300);
        WebElement tile = tiles.stream()
                .filter(one -> one.getDomAttribute("aria-label").contains("libc.a("))
                .findFirst()
                .orElseThrow();
        tile.click();
        assertThat(tile.getDomAttribute("aria-pressed")).isEqualTo("true");
        assertThat(detail.findElement(By.className("where")).getText())
                .contains("libc.a(")
                .contains(".text at 0x");
        assertThat(detail.findElements(By.cssSelector("tr.chosen"))).hasSize(1);
        Files.write(Path.of("target/report.png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    @Test
    @Order(4)
    void isUsedWithKeysAlone() {
        WebElement detail = browser.findElement(By.id("artifact-4"));
        WebElement first = detail.findElement(By.cssSelector(".treemap button[tabindex='0']"));
        run("arguments[0].focus()", first);
        first.sendKeys(Keys.ARROW_RIGHT);
        WebElement now = browser.switchTo().activeElement();
        assertThat(now).isNotEqualTo(first);
        assertThat(now.getDomAttribute("tabindex")).isEqualTo("0");
        assertThat(detail.findElements(By.cssSelector(".treemap button[tabindex='0']")))
                .hasSize(1);
        browser.findElement(By.cssSelector(".findings a[href='#rule-elf-needed']"))
                .sendKeys(Keys.ENTER);
        await(() -> "true".equals(browser.findElement(By.id("rule-elf-needed")).getDomProperty("open")));
    }

    @Test
    @Order(5)
    void everyControlHasANameAndHeadingsSkipNoLevel() {
        assertThat(run("return Array.from(document.querySelectorAll('button, input, a, canvas, summary, th'))"
                        + ".filter(e => !(e.getAttribute('aria-label') || e.textContent.trim()"
                        + " || (e.labels && e.labels.length))).map(e => e.outerHTML)"))
                .isEqualTo(List.of());
        assertThat(run("const ids = Array.from(document.querySelectorAll('[id]')).map(e => e.id);"
                        + " return ids.length - new Set(ids).size"))
                .isEqualTo(0L);
        assertThat(run("return document.documentElement.lang")).isEqualTo("en");
        // Axe has the rule, and a reader of text needs it: colours of text keep a contrast of 4.5 to 1.
        assertThat(run("""
                const lum = c => { const [r, g, b] = c.match(/[0-9.]+/g).map(Number).map(v => v / 255)
                  .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
                const bad = [];
                document.querySelectorAll('strong, a, p, td, th, .treemap button').forEach(e => {
                  if (!e.getClientRects().length) return;
                  let at = e, back = 'rgba(0, 0, 0, 0)';
                  while (at && back === 'rgba(0, 0, 0, 0)') { back = getComputedStyle(at).backgroundColor; at = at.parentElement; }
                  const a = lum(getComputedStyle(e).color), b = lum(back);
                  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
                  if (ratio < 4.5) bad.push(e.className + ' ' + ratio.toFixed(2));
                });
                return Array.from(new Set(bad));
                """)).isEqualTo(List.of());
    }

    @Test
    @Order(6)
    void isReadableInTheDarkAndOnPaper() throws IOException {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        assertThat(run("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(13, 17, 23)");
        run("document.getElementById('artifact-4').scrollIntoView()");
        Files.write(Path.of("target/report-dark.png"), browser.getScreenshotAs(OutputType.BYTES));
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
        assertThat(run("return getComputedStyle(document.getElementById('filters')).display"))
                .isEqualTo("none");
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "screen"));
    }

    @Test
    @Order(7)
    void nothingIsLoadedAndNothingIsComplainedOf() {
        assertThat(run("return performance.getEntriesByType('resource').length"))
                .isEqualTo(0L);
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    }
}
