// `collegium demo` as somebody meets it: it fills two institutions through federation, says where they are, and
// leaves nothing behind but what it was asked to keep.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { request } from './lib/calls.mjs';
import { eventually } from './lib/eventually.mjs';
import { binary } from './lib/instance.mjs';
import { freePort } from './lib/ports.mjs';
import { scratch } from './lib/scratch.mjs';

const run = promisify(execFile);
const running = new Set();
process.on('exit', () => {
    for (const child of running) child.kill('SIGKILL');
});

class Demo {
    constructor(words, environment = {}) {
        this.output = '';
        this.begun = Date.now();
        this.child = spawn(binary, ['demo', ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
        running.add(this.child);
        for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (text) => (this.output += text));
        this.ended = new Promise((done) => this.child.once('close', (code, signal) => done({ code, signal })));
        this.ended.then(() => running.delete(this.child));
    }

    says(text, timeout = 60_000) {
        return eventually(`demo says "${text}"; so far: ${this.output}`, () => this.output.includes(text), { timeout });
    }
    async ready() {
        await Promise.race([this.says('Press Ctrl+C to end'), this.ended.then((end) => assert.fail(`ended ${JSON.stringify(end)}: ${this.output}`))]);
        this.seconds = (Date.now() - this.begun) / 1000;
        this.north = /http:\/\/north\.localhost:\d+/.exec(this.output)[0];
        this.south = /http:\/\/south\.localhost:\d+/.exec(this.output)[0];
        this.password = /password of everybody: (\S+)/.exec(this.output)[1];
        return this;
    }
    async end(signal) {
        this.child.kill(signal);
        return (await this.ended).code;
    }
}

async function list(address) {
    const answer = await request(address);
    assert.equal(answer.status, 200, address);
    return answer.json;
}

async function agreementStates(config, username, origin) {
    const token = (await run(binary, ['token', 'create', '--config', config, '--username', username])).stdout.trim();
    const answer = await request(`${origin}/api/v1/pln/agreements?limit=40`, { token });
    assert.equal(answer.status, 200);
    return answer.json.map((agreement) => agreement.state);
}

async function assertFilled(demo, folder) {
    for (const [here, other] of [[demo.north, demo.south], [demo.south, demo.north]]) {
        const guest = new URL(other).host;
        const resources = await list(`${here}/api/v1/pln/resources?limit=40`);
        const theirs = resources.filter((resource) => resource.author.acct.endsWith(`@${guest}`));
        assert.ok(resources.length >= 12, `${here} has ${resources.length} resources`);
        assert.ok(theirs.length >= 5 && theirs.length < resources.length, `${here} has ${theirs.length} of ${guest}`);
        for (const resource of resources) assert.ok(resource.license && resource.inLanguage && resource.learningResourceType, resource.title);
        assert.ok(theirs.some((resource) => resource.version !== '1.0'), 'a newer version arrived');

        const board = await list(`${here}/api/v1/pln/mentorships?limit=40`);
        assert.ok(board.length >= 8);
        assert.ok(board.some((proposal) => proposal.author.acct.endsWith(`@${guest}`) && proposal.purpose === 'offer'));
        assert.ok(board.some((proposal) => proposal.state === 'full'));
        for (const page of ['/', '/library', '/mentoring', '/sign-in']) {
            const answer = await request(here + page);
            assert.equal(answer.status, 200, here + page);
        }
        const library = (await request(`${here}/library`)).text;
        for (const resource of theirs.slice(0, 3)) assert.ok(library.includes(guest), `${resource.title} is shown with where it is from`);
    }
    const states = new Set([
        ...(await agreementStates(join(folder, 'south.toml'), 'daniel.reyes', demo.south)),
        ...(await agreementStates(join(folder, 'south.toml'), 'ruth.abernathy', demo.south)),
        ...(await agreementStates(join(folder, 'south.toml'), 'tom.weller', demo.south)),
        ...(await agreementStates(join(folder, 'north.toml'), 'ellen.vogt', demo.north)),
        ...(await agreementStates(join(folder, 'north.toml'), 'hugo.ferreira', demo.north)),
        ...(await agreementStates(join(folder, 'north.toml'), 'samira.bose', demo.north)),
    ]);
    for (const state of ['requested', 'info_needed', 'terms_proposed', 'trial', 'active', 'declined', 'withdrawn', 'ended'])
        assert.ok(states.has(state), `a mentorship is ${state}: ${[...states]}`);
}

test('demo_kept_onATakenPort_movesOn_andStartsAgainWithTheSameData', async (context) => {
    const port = await freePort();
    const holder = createServer();
    await new Promise((done) => holder.listen(port, '127.0.0.1', done));
    const folder = join(scratch('demo'), 'kept');
    try {
        const demo = await new Demo(['--dir', folder, '--keep', '--port', String(port)]).ready();
        context.diagnostic(`ready after ${demo.seconds} s`);
        assert.match(demo.output, new RegExp(`${port} or the next one is taken`));
        assert.notEqual(new URL(demo.north).port, String(port));
        await assertFilled(demo, folder);
        const checked = await run(binary, ['doctor', '--config', join(folder, 'north.toml')]);
        assert.match(checked.stdout, /is served by this instance/);
        const before = await list(`${demo.north}/api/v1/pln/resources?limit=40`);
        assert.equal(await demo.end('SIGTERM'), 0, demo.output);

        const again = await new Demo(['--dir', folder]).ready();
        const after = await list(`${again.north}/api/v1/pln/resources?limit=40`);
        assert.deepEqual(after.map((resource) => resource.id), before.map((resource) => resource.id));
        assert.equal(await again.end('SIGINT'), 0, again.output);
        assert.ok(existsSync(join(folder, 'north.toml')), 'what was there before stays');
    } finally {
        holder.close();
    }
});

test('demo_interrupted_leavesNothing', async () => {
    const temporary = scratch('demo_temporary');
    const port = String(await freePort());
    const whole = await new Demo(['--port', port], { TMPDIR: temporary }).ready();
    assert.equal(readdirSync(temporary).length, 1);
    const home = await request(`${whole.north}/`);
    assert.equal(home.status, 200);
    assert.equal(await whole.end('SIGINT'), 0, whole.output);
    assert.deepEqual(readdirSync(temporary), []);

    const early = new Demo(['--port', port], { TMPDIR: temporary });
    await early.says('who follows whom');
    assert.equal(await early.end('SIGINT'), 0, early.output);
    assert.deepEqual(readdirSync(temporary), []);
});

test('demo_folderWithSomethingElse_isLeftAlone', async () => {
    const folder = join(scratch('demo'), 'other');
    mkdirSync(folder);
    writeFileSync(join(folder, 'letter.txt'), 'mine');
    const demo = new Demo(['--dir', folder]);
    assert.equal((await demo.ended).code, 1);
    assert.match(demo.output, /not empty/);
    assert.deepEqual(readdirSync(folder), ['letter.txt']);
});
