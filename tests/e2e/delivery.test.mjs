// How deliveries leave: once per server, in order, again when it may help and never when it cannot, through
// restarts, and without one server holding up another.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { eventually, never } from './lib/eventually.mjs';
import { Instance, showLogsOnFailure } from './lib/instance.mjs';
import { deliver, Stranger } from './lib/stranger.mjs';

describe('delivery', () => {
    let north, person, actorId, quick, slow;

    const creates = (stranger) => stranger.received.filter(({ activity }) => activity.type === 'Create');
    const got = (stranger, note) => creates(stranger).filter(({ activity }) => (activity.object.id ?? activity.object) === note.uri);
    const arrives = (stranger, note, timeout = 20_000) =>
        eventually('it is delivered', () => got(stranger, note).find(({ status }) => status === 202), { timeout });

    const follow = async (stranger, name, changes = {}) => {
        const actor = stranger.actor(name, changes);
        assert.equal((await deliver(`${north.origin}/ap/inbox`, actor, stranger.activity('Follow', actor, actorId, { to: [actorId] }))).status, 202);
        await eventually('the follow is accepted', () => stranger.received.some(({ activity }) => activity.type === 'Accept' && activity.to.includes(actor.id)));
        return actor;
    };

    before(async () => {
        north = await Instance.start('north');
        person = await north.account('rosa');
        const finger = await north.get(`/.well-known/webfinger?resource=acct:rosa@${north.domain}`);
        actorId = finger.json.links.find((link) => link.rel === 'self').href;
        quick = await Stranger.start('east.localhost');
        slow = await Stranger.start('west.localhost');
        await follow(quick, 'reader');
        await follow(slow, 'sloth');
    });
    beforeEach(() => {
        quick.verdict = slow.verdict = undefined;
        quick.received.length = slow.received.length = 0;
    });
    after(async () => {
        quick?.close();
        slow?.close();
        await north?.close();
    });
    afterEach((context) => showLogsOnFailure(context, () => [north]));

    test('a server with a shared inbox gets a post once, however many follow', async () => {
        const stranger = await Stranger.start('evil.localhost');
        const endpoints = { sharedInbox: `${stranger.origin}/inbox` };
        for (const name of ['one', 'two', 'three']) await follow(stranger, name, { endpoints });
        const note = await person.publish('Once for all three of you.');
        const { path } = await arrives(stranger, note);
        assert.equal(path, '/inbox');
        await never('a second copy', () => got(stranger, note).length > 1);
        const hidden = await person.publish('For followers.', { visibility: 'private' });
        await arrives(stranger, hidden);
        await never('a second copy', () => got(stranger, hidden).length > 1);
        stranger.close();
    });

    test('deliveries are signed, and say so as peers expect', async () => {
        const note = await person.publish('Signed.');
        const { headers } = await arrives(quick, note);
        assert.match(headers.digest, /^SHA-256=/);
        assert.match(headers['content-type'], /^application\/activity\+json/);
        assert.match(headers.signature, new RegExp(`keyId="${actorId}#main-key"`));
        assert.match(headers.signature, /algorithm="rsa-sha256"/);
        for (const name of ['(request-target)', 'host', 'date', 'digest']) assert.ok(headers.signature.includes(name), name);
        assert.match(headers['user-agent'], /collegium.*https:\/\/north\.localhost/i);
    });

    test('posts reach a server in the order they were written', async () => {
        const notes = [];
        for (let i = 0; i < 30; ++i) notes.push((await person.publish(`Row ${i}`)).uri);
        await eventually('all arrive', () => creates(quick).length === 30);
        assert.deepEqual(creates(quick).map(({ activity }) => activity.object.id), notes);
    });

    test('a 404 is final, and what comes after it is delivered', async () => {
        slow.verdict = (activity) => (activity.type === 'Create' ? 404 : 202);
        const refused = await person.publish('Not wanted.');
        await eventually('it is tried', () => got(slow, refused).length === 1);
        slow.verdict = undefined;
        const note = await person.publish('Wanted.');
        await arrives(slow, note);
        await never('the refused one again', () => got(slow, refused).length > 1, { during: 2500 });
    });

    test('a 503 is tried again under the same id, before what was written later', { timeout: 90_000 }, async () => {
        let troubles = 1;
        slow.verdict = () => (troubles-- > 0 ? 503 : 202);
        const first = await person.publish('In trouble.');
        await eventually('it is tried', () => got(slow, first).length === 1);
        const second = await person.publish('Behind it.');
        await arrives(slow, second, 60_000);
        const [try1, try2] = got(slow, first);
        assert.deepEqual([try1.status, try2.status], [503, 202]);
        assert.equal(try1.activity.id, try2.activity.id);
        const order = creates(slow).filter(({ status }) => status === 202).map(({ activity }) => activity.object.id);
        assert.deepEqual(order, [first.uri, second.uri]);
    });

    test('a server that hangs holds up nobody else', { timeout: 120_000 }, async () => {
        slow.verdict = () => 'silence';
        const notes = [];
        for (let i = 0; i < 5; ++i) notes.push(await person.publish(`Not held up ${i}`));
        for (const note of notes) await arrives(quick, note);
        assert.ok(creates(slow).length < notes.length, 'the slow one still holds on to the first');
        await north.assertAlive();
        slow.verdict = undefined;
        for (const note of notes) await arrives(slow, note, 90_000);
    });

    test('what is due when the server stops is delivered after it starts', { timeout: 120_000 }, async () => {
        slow.verdict = () => 503;
        const notes = [await person.publish('Before the stop.'), await person.publish('Also before.')];
        await eventually('one is tried', () => creates(slow).length > 0);
        await north.restart();
        slow.verdict = undefined;
        for (const note of notes) await arrives(slow, note, 90_000);
        for (const note of notes) assert.equal(got(slow, note).filter(({ status }) => status === 202).length, 1);
    });
});
