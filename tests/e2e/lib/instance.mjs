// A real `collegium serve` in a temporary folder: HTTPS on the loopback under a name of its own, on either
// database. Its log is kept, and shown when a test fails.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import { Person, request } from './calls.mjs';
import { certificates } from './certificates.mjs';
import { createDatabase } from './databases.mjs';
import { eventually } from './eventually.mjs';
import { freePort } from './ports.mjs';
import { scratch } from './scratch.mjs';

const run = promisify(execFile);
const keptLines = 400;
const running = new Set();

export const binary = resolve(
    process.env.COLLEGIUM_BINARY ?? join(import.meta.dirname, '../../../build/dev/collegium'),
);

process.on('exit', () => {
    for (const child of running) child.kill('SIGKILL');
});

function toml(value) {
    if (Array.isArray(value)) return `[${value.map(toml).join(', ')}]`;
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function tomlText(sections) {
    return Object.entries(sections)
        .map(([name, keys]) => [`[${name}]`, ...Object.entries(keys).map(([key, value]) => `${key} = ${toml(value)}`), ''])
        .flat()
        .join('\n');
}

export class Instance {
    // name: "north" gives north.localhost; options: engine, host, port, config {section: {key: value}} on top of ours.
    static async start(name, options = {}) {
        const instance = new Instance();
        await instance.prepare(name, options);
        await instance.serve();
        return instance;
    }

    async prepare(name, { engine = 'sqlite', host = `${name}.localhost`, port, config = {} }) {
        this.name = name;
        this.engine = engine;
        this.log = [];
        this.port = port ?? (await freePort());
        this.host = host;
        this.domain = `${host}:${this.port}`;
        this.origin = `https://${this.domain}`;
        this.folder = scratch(`${name}_${engine}_${this.port}`);
        this.database = createDatabase(engine, name, this.folder);
        this.configFile = join(this.folder, 'collegium.toml');
        const { ca, certificate, key } = certificates();
        const base = {
            instance: { domain: this.domain, name: `${name[0].toUpperCase()}${name.slice(1)} District` },
            http: { listen: [`127.0.0.1:${this.port}`], tls_certificate: certificate, tls_key: key },
            storage: { database: this.database.url, media: `file://${join(this.folder, 'media')}` },
            federation: { allow_addresses: ['127.0.0.0/8', '::1/128'], ca_file: ca },
            limits: { requests_per_5_minutes: 0 },
            log: { level: 'info', format: 'text' },
        };
        for (const [section, keys] of Object.entries(config)) base[section] = { ...base[section], ...keys };
        writeFileSync(this.configFile, tomlText(base));
    }

    async serve() {
        const child = spawn(binary, ['serve', '--config', this.configFile], { stdio: ['ignore', 'pipe', 'pipe'] });
        running.add(child);
        this.child = child;
        this.ended = new Promise((done) => {
            child.once('error', (error) => done({ error }));
            child.once('exit', (code, signal) => done({ code, signal }));
        }).then((end) => {
            running.delete(child);
            this.keep(`-- ended: ${JSON.stringify(end)}`);
            return end;
        });
        for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => this.keep(line));
        const end = await Promise.race([this.ended, this.ready().then(() => null)]);
        if (end) throw new Error(`${this.name} ended at start: ${JSON.stringify(end)}\n${this.tail()}`);
    }

    async ready() {
        await eventually(`${this.name} is ready`, async () => (await request(`${this.origin}/readyz`)).status === 200, {
            timeout: 30_000,
            pause: 25,
        });
    }

    keep(line) {
        this.log.push(line);
        if (this.log.length > keptLines) this.log.shift();
    }
    tail(lines = 40) {
        return [`--- log of ${this.name} (${this.engine})`, ...this.log.slice(-lines)].join('\n');
    }

    async end(signal) {
        this.child.kill(signal);
        return await this.ended;
    }
    kill() {
        return this.end('SIGKILL');
    }
    // Ends in order, and checks that it did.
    async stop() {
        if (!running.has(this.child)) return;
        const killer = setTimeout(() => this.child.kill('SIGKILL'), 25_000);
        const end = await this.end('SIGTERM');
        clearTimeout(killer);
        assert.equal(end.code, 0, `${this.name} did not end in order: ${JSON.stringify(end)}\n${this.tail()}`);
    }
    async restart() {
        await this.stop();
        await this.serve();
    }
    // For good: stops it and drops its database.
    async close() {
        try {
            await this.stop();
        } finally {
            this.database.drop();
        }
    }

    // stdout of one command; stdin as given.
    async command(words, stdin) {
        const promise = run(binary, [...words, '--config', this.configFile]);
        promise.child.stdin.end(stdin ?? '');
        return (await promise).stdout;
    }

    async account(username, { role, password = `${username} writes slowly`, scopes } = {}) {
        const email = `${username}@example.org`;
        const more = role ? ['--role', role] : [];
        await this.command(['account', 'create', '--username', username, '--email', email, '--password-stdin', ...more], `${password}\n`);
        const token = await this.token(username, scopes);
        return new Person(this, username, password, token);
    }
    async token(username, scopes) {
        const more = scopes ? ['--scopes', scopes] : [];
        return (await this.command(['token', 'create', '--username', username, ...more])).trim();
    }

    get(path, options) {
        return request(this.origin + path, options);
    }
    async assertAlive() {
        const answer = await this.get('/healthz');
        assert.equal(answer.status, 200, `${this.name} does not answer /healthz\n${this.tail()}`);
    }
}

// Prints the servers' logs after each failed test; `instances` is asked then.
export function showLogsOnFailure(context, instances) {
    if (context.passed !== false) return;
    for (const instance of instances()) if (instance) console.error(instance.tail());
}
