// A database per instance, on either engine.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const server = process.env.COLLEGIUM_TEST_POSTGRES;

// postgres only when a server was given: COLLEGIUM_TEST_POSTGRES, an address of a role that may create databases.
export const engines = server ? ['sqlite', 'postgres'] : ['sqlite'];

function psql(statement) {
    execFileSync('psql', ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--dbname', server, '--command', statement], {
        stdio: ['ignore', 'ignore', 'pipe'],
    });
}

export function createDatabase(engine, name, folder) {
    if (engine === 'sqlite') return { url: `sqlite://${join(folder, 'collegium.db')}`, drop() {} };
    if (!server) throw new Error('COLLEGIUM_TEST_POSTGRES is not set');
    const database = `collegium_e2e_${name}_${process.pid}_${Math.floor(Math.random() * 1e9)}`;
    psql(`CREATE DATABASE ${database}`);
    const url = new URL(server);
    url.pathname = `/${database}`;
    return { url: url.href, drop: () => psql(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`) };
}
