// The server connects to no private address, whoever asks: 127.0.0.1 is allowed to it here, and nothing else.
// A listener on 127.0.0.2 counts who comes.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';

import { deliver } from '../lib/stranger.mjs';

export function privateAddresses(world) {
    let stranger, inbox, reader, listener, connections = 0, forbidden;

    before(async () => {
        ({ stranger, inbox, reader } = world);
        listener = createServer((socket) => {
            ++connections;
            socket.destroy();
        });
        await new Promise((done) => listener.listen(0, '127.0.0.2', done));
        forbidden = `https://127.0.0.2:${listener.address().port}`;
    });
    after(() => listener.close());

    const spellings = () => {
        const { port } = listener.address();
        return [forbidden, `https://2130706434:${port}`, `https://0x7f000002:${port}`, `https://0177.0.0.2:${port}`,
            `https://127.2:${port}`, `https://[::ffff:127.0.0.2]:${port}`, `https://[::ffff:7f00:2]:${port}`, `http://127.0.0.2:${port}`];
    };

    test('not for a key', async () => {
        for (const origin of [...spellings(), 'https://10.0.0.1', 'https://169.254.169.254', 'https://192.168.1.1', 'https://[fd00::1]', 'https://[::]']) {
            const actor = stranger.actor('inside');
            const id = `${origin}/users/inside`;
            const activity = { ...stranger.activity('Like', actor, `${world.north.origin}/ap/notes/1`), actor: id, id: `${origin}/likes/1` };
            const answer = await deliver(inbox, actor, activity, { keyId: `${id}#main-key` });
            assert.ok([400, 401, 403, 503].includes(answer.status), `${origin}: ${answer.status}`);
        }
        assert.equal(connections, 0);
    });

    test('not for a search', async () => {
        for (const origin of spellings()) {
            for (const query of [`${origin}/notes/1`, `@someone@${new URL(origin).host}`]) {
                const answer = await reader.ask('GET', `/api/v2/search?resolve=true&q=${encodeURIComponent(query)}`);
                assert.equal(answer.status, 200, answer.text);
                assert.deepEqual([answer.json.accounts, answer.json.statuses], [[], []]);
            }
        }
        assert.equal(connections, 0);
    });

    test('not when redirected', async () => {
        stranger.documents.set('/hop', (_incoming, outgoing) => outgoing.writeHead(302, { location: `${forbidden}/notes/1` }).end());
        await reader.ask('GET', `/api/v2/search?resolve=true&q=${encodeURIComponent(`${stranger.origin}/hop`)}`);
        const actor = stranger.actor('hopper');
        stranger.documents.set('/users/hopper', (_incoming, outgoing) => outgoing.writeHead(301, { location: `${forbidden}/users/x` }).end());
        const answer = await deliver(inbox, actor, stranger.create(actor, stranger.note(actor, 'Hop.')));
        assert.ok([401, 503].includes(answer.status), `${answer.status}`);
        assert.ok(stranger.calls.includes('GET /hop'), 'the first step was taken');
        assert.equal(connections, 0);
    });

    test('not for an inbox, a parent or a picture', async () => {
        const actor = stranger.actor('lurker', {
            inbox: `${forbidden}/inbox`,
            endpoints: { sharedInbox: `${forbidden}/inbox` },
            icon: { type: 'Image', mediaType: 'image/png', url: `${forbidden}/face.png` },
        });
        await reader.ask('GET', `/api/v2/search?resolve=true&type=accounts&q=${encodeURIComponent(`@${actor.handle}`)}`);
        const own = await world.north.get('/.well-known/webfinger?resource=' + encodeURIComponent(`acct:daniel@${world.north.domain}`));
        const target = own.json.links.find((link) => link.rel === 'self').href;
        const follow = stranger.activity('Follow', actor, target);
        assert.ok([202, 401, 503].includes((await deliver(inbox, actor, follow)).status));
        const caller = stranger.actor('caller', { icon: { type: 'Image', mediaType: 'image/png', url: `${forbidden}/face.png` } });
        const reply = stranger.note(caller, 'Reply.', { inReplyTo: `${forbidden}/notes/1`, to: [target], tag: [{ type: 'Mention', href: target, name: '@daniel' }] });
        assert.equal((await deliver(inbox, caller, stranger.create(caller, reply))).status, 202);
        assert.equal((await deliver(inbox, caller, stranger.activity('Announce', caller, `${forbidden}/notes/2`))).status, 202);
        await reader.publish('Something to deliver.');
        await new Promise((done) => setTimeout(done, 1500));
        assert.equal(connections, 0);
    });
}
