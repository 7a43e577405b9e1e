// Everything a test process writes lies under one temporary folder, which goes when the process ends.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let root;

export function scratch(name) {
    if (!root) {
        root = mkdtempSync(join(tmpdir(), 'collegium_e2e_'));
        process.on('exit', () => rmSync(root, { recursive: true, force: true }));
    }
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    return folder;
}
