import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { prepareChromium } from "../../../scripts/prepare/chromium.mjs";

/** Starts the Chromium of this machine without a window. */
export async function launchBrowser(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: await prepareChromium(),
    headless: true,
    args: [
      ...(isRoot ? ["--no-sandbox"] : []),
      ...["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
      ...["--disable-background-networking", "--disable-component-update"],
    ],
  });
}

/** A page that may talk to this editor alone: other hosts fail at once instead of waiting for the network. */
export async function newPage(
  browser: Browser,
  url: string,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const { origin } = new URL(url);
  await context.route(
    (address) => /^https?:$/.test(address.protocol) && address.origin !== origin,
    (route) => route.abort(),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return { context, page };
}

/**
 * Makes the page load an extension from its folder and run a test suite in the extension host. The workbench reads this
 * from its page's own settings; the same in `?payload=` is ignored by a released build.
 */
export async function injectSuite(page: Page, url: string, extension: string, suite: string): Promise<void> {
  const uri = (path: string) => ({ $mid: 1, scheme: "vscode-remote", authority: new URL(url).host, path });
  // Not by fulfilling the page's request: such a page has no address, and Chromium then refuses its web socket.
  await page.addInitScript(
    (development) => {
      if (window !== window.top) return;
      document.addEventListener("readystatechange", () => {
        const holder = document.getElementById("vscode-workbench-web-configuration");
        const settings = holder?.getAttribute("data-settings");
        if (document.readyState !== "interactive" || holder === null || !settings) return;
        const configuration = JSON.parse(settings) as { developmentOptions?: object };
        configuration.developmentOptions = { ...configuration.developmentOptions, ...development };
        holder.setAttribute("data-settings", JSON.stringify(configuration));
      });
    },
    { extensions: [uri(extension)], extensionTestsPath: uri(suite) },
  );
}
