// Prints the results of a run.
import { folderOf } from './draw.mjs';

const shown = (text) => JSON.stringify(text.slice(0, 80));

export const describe = ({ file, line, kind, before, text }) =>
  `${file}:${line} ${kind}: ${shown(before)} -> ${shown(text)}`;

function row(name, results) {
  const caught = results.filter(({ by }) => by !== null).length;
  return `| ${name} | ${results.length} | ${caught} | ${Math.round((100 * caught) / results.length)} % |`;
}

/** The mutants that no test caught, and a table with the score of each folder. */
export function report(results) {
  const folders = new Map();
  for (const result of results)
    folders.set(folderOf(result.file), [...(folders.get(folderOf(result.file)) ?? []), result]);
  console.log('\nNot caught:');
  for (const result of results.filter(({ by }) => by === null)) console.log(`  ${describe(result)}`);
  console.log('\n| folder | mutants | caught | score |\n|---|---|---|---|');
  for (const [folder, all] of folders) console.log(row(`\`${folder}\``, all));
  console.log(row('all', results));
}
