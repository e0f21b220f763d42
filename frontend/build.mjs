// Builds wholeplace.css and wholeplace.js into the folder named as the only argument.
// scripts/build_frontend.py calls it, after writing generated/_tokens.scss and generated/tokens.css.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
mkdirSync(out, { recursive: true });

const { css } = sass.compile(join(here, "src", "wholeplace.scss"), {
  loadPaths: [join(here, "node_modules"), here],
  quietDeps: true,
  style: "compressed",
});
// esbuild only tidies the prefixes and spaces that are left; addresses of fonts stay as they are written.
const tidy = await esbuild.transform(css, { loader: "css", minify: true, legalComments: "none" });
writeFileSync(join(out, "wholeplace.css"), tidy.code);

await esbuild.build({
  entryPoints: [join(here, "src", "wholeplace.mjs")],
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  outfile: join(out, "wholeplace.js"),
});
