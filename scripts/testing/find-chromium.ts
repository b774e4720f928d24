import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** As Debian, Ubuntu and others call it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** The first Chromium in the folders of a PATH, if there is one. */
export function findChromium(path: string): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '')
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
