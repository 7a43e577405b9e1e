// A delivery counts only with a whole, fresh and fitting signature of its actor.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { before, test } from 'node:test';

import { request } from '../lib/calls.mjs';
import { eventually } from '../lib/eventually.mjs';
import { deliver, digestOf, signedHeaders } from '../lib/stranger.mjs';

const minutes = (count) => new Date(Date.now() + count * 60_000).toUTCString();

export function signatures(world) {
    let stranger, author, inbox, reader;

    const arrived = async (note) => (await reader.home()).some((status) => status.uri === note.id);
    const posted = (text) => {
        const note = stranger.note(author, text);
        return { note, activity: stranger.create(author, note) };
    };

    before(async () => {
        ({ stranger, inbox, reader } = world);
        author = stranger.actor('quill');
        const account = await reader.follow(author.handle);
        const accept = stranger.activity('Accept', author, {
            type: 'Follow', id: `${stranger.origin}/unknown`, actor: (await actorOf(world.north, 'daniel')).id, object: author.id,
        });
        assert.equal((await deliver(inbox, author, accept)).status, 202);
        await eventually('the follow is accepted', async () => (await reader.relationship(account.id)).following);
    });

    test('a well signed post arrives: what follows fails for its own reasons', async () => {
        const { note, activity } = posted('Signed as it should be.');
        assert.equal((await deliver(inbox, author, activity)).status, 202);
        await eventually('it arrives', () => arrived(note));
    });

    const bad = {
        'without a signature': { drop: 'signature' },
        'without a digest': { drop: 'digest' },
        'without a date': { drop: 'date' },
        'with a signature that is no signature': { replace: { signature: 'keyId' } },
        'with an empty signature': { replace: { signature: '' } },
        'with the parameters twice': { replace: (headers) => ({ signature: `${headers.signature},${headers.signature}` }) },
        'signed with another key': { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey },
        'with another body than the digest says': { digestedBody: '{"type":"Like"}' },
        'with a digest of md5 alone': { headers: { digest: 'MD5=XrY7u+Ae7tCTyyK7j1rNww==' } },
        'signed two hours ago': { headers: { date: minutes(-180) } },
        'signed in two hours': { headers: { date: minutes(180) } },
        'with a date that is none': { headers: { date: 'yesterday' } },
        'signed for another path': { target: 'post /ap/users/1/inbox' },
        'signed for another method': { target: 'get /ap/inbox' },
        'signed for another host': { host: 'elsewhere.example' },
        'that does not sign the digest': { signed: ['(request-target)', 'host', 'date'] },
        'that does not sign the target': { signed: ['host', 'date', 'digest'] },
        'that signs nothing but the date': { signed: ['date'] },
        'with a key that is nowhere': { keyId: (stranger) => `${stranger.origin}/users/nobody#main-key` },
        'with a key that is no address': { keyId: () => 'acct:quill' },
        'with somebody else\'s key': { keyId: (stranger) => stranger.actor('other_quill').keyId },
    };
    for (const [name, how] of Object.entries(bad)) {
        test(`a delivery ${name} is refused, and nothing comes of it`, async () => {
            const { note, activity } = posted(`Must not arrive: ${name}.`);
            const body = JSON.stringify(activity);
            const keyId = how.keyId?.(stranger);
            const headers = signedHeaders(author, inbox, how.digestedBody ?? body, { ...how, keyId });
            if (how.drop) delete headers[how.drop];
            Object.assign(headers, typeof how.replace === 'function' ? how.replace(headers) : how.replace);
            const answer = await request(inbox, { method: 'POST', headers, body });
            assert.ok([400, 401, 403].includes(answer.status), `${answer.status} ${answer.text}`);
            assert.ok(answer.json?.error, 'an error in JSON');
            // What is sent after it in order shows that it had its time.
            const after = posted('After it.');
            assert.equal((await deliver(inbox, author, after.activity)).status, 202);
            await eventually('the next one arrives', () => arrived(after.note));
            assert.equal(await arrived(note), false);
        });
    }

    test('a new key is found at its origin, and the old one counts no more', async () => {
        const mover = stranger.actor('mover');
        const like = () => stranger.activity('Like', mover, `${world.north.origin}/ap/notes/1`);
        assert.equal((await deliver(inbox, mover, like())).status, 202);
        const old = { ...mover };
        stranger.rotate(mover);
        assert.equal((await deliver(inbox, mover, like())).status, 401, 'a key that was read a moment ago is not read again');
        await world.north.restart(); // which forgets when it read, not what
        assert.equal((await deliver(inbox, mover, like())).status, 202);
        assert.equal((await deliver(inbox, old, like())).status, 401);
        assert.equal((await deliver(inbox, mover, like())).status, 202);
    });

    test('a replay changes nothing', async () => {
        const note = stranger.note(author, 'Twice the same, @maya.', {
            tag: [{ type: 'Mention', href: (await actorOf(world.north, 'maya')).id, name: '@maya' }],
        });
        note.to = [...note.to, note.tag[0].href];
        const activity = stranger.create(author, note);
        const body = JSON.stringify(activity);
        const headers = signedHeaders(author, inbox, body);
        for (let i = 0; i < 3; ++i) {
            const answer = await request(inbox, { method: 'POST', headers, body });
            assert.ok(answer.status < 300, `${answer.status}`);
        }
        await eventually('it arrives', () => arrived(note));
        const told = await eventually('the mention is told', async () => {
            const found = await world.victim.notifications('mention');
            return found.length && found;
        });
        assert.equal(told.filter((item) => item.status.uri === note.id).length, 1);
        assert.equal((await reader.home('?limit=40')).filter((status) => status.uri === note.id).length, 1);
    });

    test('the digest may not be repeated', async () => {
        const { activity } = posted('Two digests.');
        const body = JSON.stringify(activity);
        const headers = signedHeaders(author, inbox, body);
        headers.digest = `${digestOf(body)}, ${digestOf('{}')}`;
        const answer = await request(inbox, { method: 'POST', headers, body });
        assert.ok([400, 401].includes(answer.status), `${answer.status}`);
    });
}

export async function actorOf(instance, username) {
    const finger = await instance.get(`/.well-known/webfinger?resource=acct:${username}@${instance.domain}`);
    return (await instance.get(new URL(finger.json.links.find((link) => link.rel === 'self').href).pathname, {
        headers: { accept: 'application/activity+json' },
    })).json;
}
