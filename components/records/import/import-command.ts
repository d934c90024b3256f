/** The command that imports a file by a kept mapping; the name of the file is quoted for a shell. */
export function importCommand(name: string, fileName: string): string {
  const file = /^[\w./-]+$/.test(fileName) ? fileName : `'${fileName.replaceAll("'", String.raw`'\''`)}'`;
  return `npm run -s memberscope -- records import --kept ${name} --file ${file}`;
}
