// Build static/vendor and tests/vendor. Run by build.sh, after npm install.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import postcss from "postcss";
import * as sass from "sass";
import icons from "./icons.mjs";
import logical from "./logical.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const packages = join(here, "node_modules");
const vendor = join(root, "static", "vendor");
const italia = join(packages, "bootstrap-italia");

// Parts of the imported components that no page uses; matched against each selector.
const UNUSED = [
  /\.it-card-(profile|banner|inline|group|signature|place)/,
  /\.it-card-border-top-(secondary|warning|danger)/,
  /\.list-group/,
  /\.callout-(more|big-text)|\.collapse-|\.callout\.(important|note)/,
  /\.(btn-group|btn-toolbar|btn-progress|btn-check|btn-close|btn-me|btn-full|btn-link)\b/,
  /\.(dropdown|dropdown-menu|dropdown-toggle|it-opener|it-user-wrapper|nav-mobile|collapse)\b/,
  /\.(megamenu|it-socials|is-sticky|it-header-sticky|cloned|form-newsletter|it-search-wrapper)\b/,
  /\.(nav-tabs|nav-pills|nav-fill|nav-justified|tab-content)\b/,
  /\.(avatar|toggles|rating|form-control-(plaintext|color|sm|lg))\b|::-(moz|webkit)-color-swatch/,
  /\.bg-dark|\.theme-(light|dark)|\.it-btn-container|\.it-text-centered/,
  /\.table-(dark|active|group-divider|success|danger|warning|info|light|secondary|primary)\b/,
  /\.table-responsive-(sm|md|lg|xl|xxl)|\.caption-top/,
  /\.(offset|order|row-cols|g|gx|gy)-(xs|sm|md|lg|xl|xxl)-|\.(col|row-cols)-(xxl|xl|sm)/,
  /\.(col|offset)-(1|2|5|7|9|10|11)$|\.col-(md|lg)-(1|2|5|7|9|10|11)$|\.col-(md|lg)-auto/,
  /\.(g|gx|gy)-(0|1|5)$|\.row-(column|full)|\.variable-gutters|\.it-masonry/,
  /\.it-(filter|overlay|bottom-overlapping|primary|dark)|\.display-|\.blockquote/,
  /\.container-(sm|md|xl|xxl)|\.badge-outline-|\.chip-(lg|success|warning|danger|info|secondary)/,
  /\.(text-serif|text-monospace|font-(serif|monospace|sans-serif))|data-focus-mouse/,
];

function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  const raw = Buffer.byteLength(content);
  const packed = gzipSync(content, { level: 9 }).length;
  console.log(`${path.slice(root.length + 1)}: ${raw} bytes, ${packed} gzipped`);
}

function copy(from, to) {
  write(to, readFileSync(join(packages, from)));
}

function withoutSourceMap(text) {
  return text.replace(/\s*\/[/*]# sourceMappingURL=[^\n]*\n?/g, "\n");
}

function version(name) {
  return JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")).version;
}

const dropUnused = {
  postcssPlugin: "drop-unused",
  Rule(rule) {
    const used = rule.selectors.filter((one) => !UNUSED.some((part) => part.test(one)));
    if (!used.length) rule.remove();
    else if (used.length < rule.selectors.length) rule.selectors = used;
  },
  AtRuleExit(rule) {
    if (rule.nodes && !rule.nodes.length) rule.remove();
  },
};

function styles() {
  const compiled = sass.compile(join(here, "scss", "main.scss"), {
    loadPaths: [join(italia, "src", "scss")],
    style: "compressed",
    quietDeps: true,
    logger: sass.Logger.silent,
  });
  const { css } = postcss([dropUnused, logical]).process(compiled.css, { from: undefined });
  const banner = `/*! Bootstrap Italia ${version("bootstrap-italia")}, parts used by this site. BSD-3-Clause, see LICENSE. */\n`;
  const body = css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\uFEFF|@charset "UTF-8";/g, "");
  write(join(vendor, "bootstrap-italia", "bootstrap-italia.css"), `@charset "UTF-8";${banner}${body}\n`);
}

function sprite() {
  const all = readFileSync(join(italia, "dist", "svg", "sprites.svg"), "utf8");
  const symbols = icons.map((name) => {
    const found = all.match(new RegExp(`<symbol id="it-${name}"[\\s\\S]*?</symbol>`));
    if (!found) throw new Error(`No icon named ${name}`);
    return found[0];
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
  write(join(vendor, "bootstrap-italia", "icons.svg"), svg);
}

for (const folder of ["bootstrap-italia", "fonts", "event-calendar"]) {
  rmSync(join(vendor, folder), { recursive: true, force: true });
}
styles();
sprite();
copy("bootstrap-italia/LICENSE", join(vendor, "bootstrap-italia", "LICENSE"));
for (const weight of ["regular", "600", "700"]) {
  copy(
    `bootstrap-italia/dist/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-${weight}.woff2`,
    join(vendor, "fonts", `titillium-web-${weight}.woff2`),
  );
}
copy("bootstrap-italia/dist/fonts/Titillium_Web/OFL.txt", join(vendor, "fonts", "OFL.txt"));
write(
  join(root, "tests", "vendor", "axe.min.js"),
  withoutSourceMap(readFileSync(join(packages, "axe-core/axe.min.js"), "utf8")),
);
copy("axe-core/LICENSE", join(root, "tests", "vendor", "LICENSE"));
// The calendar of the back-office; its package brings no licence file, which its repository has.
for (const ending of ["js", "css"]) {
  write(
    join(vendor, "event-calendar", `event-calendar.min.${ending}`),
    withoutSourceMap(
      readFileSync(
        join(packages, `@event-calendar/build/dist/event-calendar.min.${ending}`),
        "utf8",
      ),
    ),
  );
}
write(
  join(vendor, "event-calendar", "LICENSE"),
  readFileSync(join(here, "licences", "event-calendar.txt")),
);
