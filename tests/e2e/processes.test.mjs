// Several `collegium serve` processes that share one PostgreSQL and one media folder, behind a balancer that gives
// each connection to the next of them (design.md, decision 10).
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { request } from './lib/calls.mjs';
import { engines } from './lib/databases.mjs';
import { eventually } from './lib/eventually.mjs';
import { Instance } from './lib/instance.mjs';
import { freePort } from './lib/ports.mjs';
import { logsOnFailure, World } from './lib/world.mjs';

// Connections go to the ports in turn; one that does not answer is passed over.
function balance(port, ports) {
    let turn = 0;
    const server = net.createServer((client) => {
        client.on('error', () => {});
        const attempt = (left) => {
            if (left === 0) return client.destroy();
            const target = net.connect(ports[turn++ % ports.length], '127.0.0.1');
            target.once('error', () => attempt(left - 1));
            target.once('connect', () => {
                target.removeAllListeners('error');
                target.on('error', () => client.destroy());
                client.on('close', () => target.destroy());
                target.on('close', () => client.destroy());
                client.pipe(target).pipe(client);
            });
        };
        attempt(ports.length);
    });
    return new Promise((done) => server.listen(port, '127.0.0.1', () => done(server)));
}

// Another process of the same instance.
async function twinOf(instance, port) {
    const twin = Object.assign(new Instance(), instance, { name: `${instance.name} again`, log: [], database: { drop() {} } });
    twin.configFile = join(instance.folder, 'twin.toml');
    const text = readFileSync(instance.configFile, 'utf8');
    writeFileSync(twin.configFile, text.replace(/^listen = .*$/m, `listen = ["127.0.0.1:${port}"]`));
    await twin.serve();
    return twin;
}

describe('two processes of one instance', { skip: !engines.includes('postgres') && 'PostgreSQL is not there' }, () => {
    const world = new World('postgres');
    let balancer, twin, author, reader;
    // A connection of its own for each request, so that the processes take turns.
    const alone = { headers: { connection: 'close' } };
    const publish = (text) => author.post('/api/v1/statuses', { status: text }, alone);

    before(async () => {
        const [front, one, two] = [await freePort(), await freePort(), await freePort()];
        balancer = await balance(front, [one, two]);
        world.north = await Instance.start('north', { engine: 'postgres', port: front, config: { http: { listen: [`127.0.0.1:${one}`] } } });
        world.south = await Instance.start('south', { engine: 'postgres' });
        twin = await twinOf(world.north, two);
        ({ author, reader } = await world.pair('nadia', 'lin'));
    });
    after(async () => {
        await twin?.stop();
        await world.close();
        balancer?.close();
    });
    logsOnFailure(world);

    test('what one wrote, all show at once, and both have work to do', async () => {
        for (let i = 0; i < 6; ++i) {
            const note = await publish(`Lesson ${i}, written anywhere.`);
            for (let look = 0; look < 4; ++look)
                assert.equal((await author.ask('GET', `/api/v1/statuses/${note.id}`, alone)).status, 200);
        }
        for (const process of [world.north, twin]) {
            const answered = process.log.filter((line) => line.includes('/api/v1/statuses'));
            assert.ok(answered.length > 0, `${process.name} answered nothing:\n${process.tail()}`);
        }
    });

    test('posts reach the other institution once each, whichever process took and sent them', async () => {
        const notes = await Promise.all(Array.from({ length: 20 }, (_, i) => publish(`Exit ticket ${i}.`)));
        await eventually('all arrive', async () => {
            const home = (await reader.home('?limit=40')).map((status) => status.uri);
            return notes.every((note) => home.includes(note.uri));
        });
        const home = (await reader.home('?limit=40')).map((status) => status.uri);
        assert.equal(new Set(home).size, home.length, 'something came twice');
    });

    test('what comes in through either is counted and told once', async () => {
        const note = await publish('Say thanks here.');
        const seen = await eventually('it arrives', () => reader.seen(note.uri));
        await reader.post(`/api/v1/statuses/${seen.id}/favourite`);
        const told = await author.told('favourite');
        assert.equal(told.filter((item) => item.status.id === note.id).length, 1);
        assert.equal((await author.get(`/api/v1/statuses/${note.id}`)).favourites_count, 1);
    });

    test('a token that one process ended counts no more in the other', async () => {
        const at = (path, options) => request(world.north.origin + path, { ...options, ...alone });
        const app = (await at('/api/v1/apps', { method: 'POST', form: { client_name: 'Gradebook', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob' } })).json;
        const secrets = { client_id: app.client_id, client_secret: app.client_secret };
        const { json } = await at('/oauth/token', { method: 'POST', form: { ...secrets, grant_type: 'client_credentials' } });
        const ask = () => at('/api/v1/apps/verify_credentials', { token: json.access_token });
        for (let i = 0; i < 4; ++i) assert.equal((await ask()).status, 200);
        assert.equal((await at('/oauth/revoke', { method: 'POST', form: { ...secrets, token: json.access_token } })).status, 200);
        for (let i = 0; i < 4; ++i) assert.equal((await ask()).status, 401);
    });

    test('when one is killed, the other goes on, and nothing that was acknowledged is lost', async () => {
        const written = [];
        let dead;
        for (let i = 0; i < 30; ++i) {
            if (i === 10) dead = twin.kill();
            const answer = await author.ask('POST', '/api/v1/statuses', { json: { status: `Before and after ${i}.` }, ...alone }).catch(() => undefined);
            if (answer?.status === 200) written.push(answer.json.uri);
        }
        await dead;
        assert.ok(written.length >= 28, `${written.length} of 30 were taken`);
        await eventually('all that was acknowledged arrives', async () => {
            const home = (await reader.home('?limit=40')).map((status) => status.uri);
            return written.every((uri) => home.includes(uri));
        }, { timeout: 120_000 });
        const home = (await reader.home('?limit=40')).map((status) => status.uri);
        assert.equal(new Set(home).size, home.length, 'something came twice');
    });
});
