// Debian's command line client toot: signs in through its own way, posts, reads, follows.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { accessSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { codeOnPage } from './client/oauth.mjs';
import { certificates } from './lib/certificates.mjs';
import { eventually } from './lib/eventually.mjs';
import { Instance, showLogsOnFailure } from './lib/instance.mjs';
import { scratch } from './lib/scratch.mjs';
import { Visitor } from './lib/visitor.mjs';

const run = promisify(execFile);
const program = process.env.COLLEGIUM_TOOT ?? '/usr/bin/toot';

function isInstalled() {
    try {
        accessSync(program);
        return true;
    } catch {
        return false;
    }
}

describe('toot', { skip: !isInstalled() && 'toot is not installed' }, () => {
    let instance, person, environment;

    const toot = async (...words) => (await run(program, [...words], { env: environment })).stdout;

    // toot prints an address, and waits for the code that the page there shows.
    const signIn = async () => {
        const child = spawn(program, ['login', '-i', instance.domain], { env: environment });
        let said = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
        const ended = new Promise((done) => child.once('exit', done));
        const address = await eventually('toot names an address', () => said.match(/https:\/\/\S+\/oauth\/authorize\S*/)?.[0]);
        const page = await new Visitor(instance.origin).authorize(address, person);
        child.stdin.end(`n\n${codeOnPage(page)}\n`);
        assert.equal(await ended, 0, said);
        return said;
    };

    before(async () => {
        // Python does not know that names under .localhost are the loopback.
        instance = await Instance.start('north', { host: 'localhost' });
        person = await instance.account('colin');
        environment = {
            PATH: process.env.PATH,
            LANG: 'C.UTF-8',
            PYTHONUNBUFFERED: '1',
            HOME: scratch('toot'),
            XDG_CONFIG_HOME: scratch('toot'),
            REQUESTS_CA_BUNDLE: certificates().ca,
        };
    });
    after(() => instance?.close());
    afterEach((context) => showLogsOnFailure(context, () => [instance]));

    test('signs in', async () => {
        await signIn();
        assert.match(await toot('whoami', '--no-color'), /@colin/);
        assert.match(await toot('instance', '--no-color'), /North District/);
    });

    test('posts, and reads the home timeline', async () => {
        await toot('post', 'Guard caught a first name in my footer. Embarrassing, grateful.', '--no-color');
        await eventually('it is in the home timeline', async () => (await person.home()).length === 1);
        assert.match(await toot('timeline', '--once', '--no-color'), /Embarrassing, grateful/);
        const [status] = await person.home();
        assert.match(status.content, /grateful/);
        assert.equal(status.application.name, 'toot - a Mastodon CLI client');
        assert.match(await toot('thread', status.id, '--no-color'), /grateful/);
        await toot('favourite', status.id);
        await toot('bookmark', status.id);
        assert.match(await toot('bookmarks', '--once', '--no-color'), /grateful/);
        await toot('delete', status.id);
        await eventually('it is gone', async () => (await person.home()).length === 0);
    });

    test('finds, follows and is told', async () => {
        const other = await instance.account('jo');
        await toot('follow', 'jo');
        assert.match(await toot('following', 'colin', '--no-color'), /@jo/);
        await other.publish('@colin what do you call a rubric that children can read?');
        const told = await eventually('told', async () => {
            const text = await toot('notifications', '--no-color');
            return /rubric/.test(text) && text;
        });
        assert.match(told, /mentioned you/);
        assert.match(await toot('timeline', '--public', '--once', '--no-color'), /rubric/);
        assert.match(await toot('search', 'jo', '--no-color'), /@jo/);
        await toot('unfollow', 'jo');
    });
});
