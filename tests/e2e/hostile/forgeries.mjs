// Well signed, but about somebody else's things: other people's posts, follows, profiles, mentorships.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { getActivity } from '../lib/calls.mjs';
import { eventually } from '../lib/eventually.mjs';
import { deliver, publicCollection, Stranger } from '../lib/stranger.mjs';
import { actorOf } from './signatures.mjs';

export function forgeries(world) {
    let stranger, other, honest, mallory, inbox, reader, victim, victimActor;

    const home = () => reader.home('?limit=40');
    const find = async (note) => (await home()).find((status) => status.uri === (note.id ?? note));
    const send = async (activity, actor = mallory) => {
        const answer = await deliver(inbox, actor, activity);
        assert.ok([202, 401, 403].includes(answer.status), `${answer.status} ${answer.text}`);
        // Deliveries of one host are worked in order: once this one is there, the former had its turn.
        const marker = stranger.note(honest, 'Marker.');
        assert.equal((await deliver(inbox, honest, stranger.create(honest, marker))).status, 202);
        await eventually('the marker arrives', () => find(marker));
    };
    const followed = async (actor, server) => {
        const account = await reader.follow(actor.handle);
        const accept = server.activity('Accept', actor, { type: 'Follow', actor: (await actorOf(world.north, 'daniel')).id, object: actor.id });
        assert.equal((await deliver(inbox, actor, accept)).status, 202);
        await eventually('the follow is accepted', async () => (await reader.relationship(account.id)).following);
    };

    before(async () => {
        ({ stranger, inbox, reader, victim } = world);
        other = await Stranger.start('east.localhost');
        [honest, mallory] = [stranger.actor('honest'), stranger.actor('mallory')];
        for (const actor of [honest, mallory]) await followed(actor, stranger);
        victimActor = await actorOf(world.north, 'maya');
    });

    const published = async () => {
        const note = stranger.note(honest, 'What I really said.');
        stranger.documents.set(new URL(note.id).pathname, { '@context': 'https://www.w3.org/ns/activitystreams', ...note });
        assert.equal((await deliver(inbox, honest, stranger.create(honest, note))).status, 202);
        await eventually('it arrives', () => find(note));
        return note;
    };

    test('a post in the name of a neighbour on the same server', async () => {
        const note = stranger.note(honest, 'I never said this.');
        await send(stranger.create(mallory, note));
        assert.equal(await find(note), undefined);
    });

    test('a post with an id on another server counts only as that server tells it', async () => {
        const foreign = other.actor('elsewhere');
        await followed(foreign, other);
        const forged = { ...stranger.note(foreign, 'Forged words.'), id: `${other.origin}/notes/1`, attributedTo: foreign.id };
        await send(stranger.create(mallory, forged));
        assert.equal(await find(forged), undefined);
        other.documents.set('/notes/2', { '@context': 'https://www.w3.org/ns/activitystreams', ...other.note(foreign, 'True words.'), id: `${other.origin}/notes/2` });
        await send(stranger.create(mallory, { ...forged, id: `${other.origin}/notes/2` }));
        const seen = await find(`${other.origin}/notes/2`);
        if (seen) assert.match(seen.content, /True words/);
        other.close();
    });

    test('a post of ours, told by somebody else', async () => {
        const note = await victim.publish('Mine.');
        const forged = { ...stranger.note(mallory, 'Not mine.'), id: note.uri, attributedTo: victimActor.id };
        await send(stranger.create(mallory, forged));
        await send(stranger.activity('Update', mallory, { ...forged, updated: new Date().toISOString() }));
        assert.match((await victim.get(`/api/v1/statuses/${note.id}`)).content, /Mine\./);
    });

    test('deleting other people\'s posts', async () => {
        const note = await published();
        await send(stranger.activity('Delete', mallory, { id: note.id, type: 'Tombstone' }));
        await send(stranger.activity('Delete', mallory, note.id));
        assert.ok(await find(note));
        const own = await victim.publish('Still here.');
        await send(stranger.activity('Delete', mallory, own.uri));
        assert.equal((await getActivity(own.uri)).status, 200);
        await send(stranger.activity('Delete', mallory, honest.id));
        assert.ok(await find(note));
    });

    test('rewriting other people\'s posts and profiles', async () => {
        const note = await published();
        const updated = new Date().toISOString();
        await send(stranger.activity('Update', mallory, { ...note, content: '<p>Other words</p>', updated }));
        await send(stranger.activity('Update', mallory, { ...note, attributedTo: mallory.id, content: '<p>Other words</p>', updated }));
        assert.match((await find(note)).content, /What I really said/);
        const profile = stranger.documents.get('/users/honest');
        await send(stranger.activity('Update', mallory, { ...profile, name: 'Renamed' }));
        assert.equal((await reader.find(honest.handle)).display_name, 'honest');
    });

    test('an Announce does not carry forged words', async () => {
        const note = await published();
        const fresh = stranger.note(honest, 'Never fetched.');
        await send(stranger.activity('Announce', mallory, { ...note, content: '<p>Other words</p>' }));
        await send(stranger.activity('Announce', mallory, fresh));
        const texts = (await home()).map((status) => status.reblog?.content ?? status.content).join();
        assert.ok(!texts.includes('Other words') && !texts.includes('Never fetched'));
    });

    test('following, liking and undoing for somebody else', async () => {
        const note = await victim.publish('Like me or not.');
        const follow = stranger.activity('Follow', honest, victimActor.id);
        await send(follow, mallory);
        await send(stranger.activity('Like', honest, note.uri), mallory);
        await send({ ...stranger.activity('Undo', honest, { type: 'Follow', actor: honest.id, object: victimActor.id }) }, mallory);
        assert.equal((await victim.get(`/api/v1/statuses/${note.id}`)).favourites_count, 0);
        const own = await victim.get('/api/v1/accounts/verify_credentials');
        assert.equal(own.followers_count, 0);
    });

    test('undoing a neighbour\'s follow and like', async () => {
        const note = await victim.publish('Liked by one.');
        const follow = stranger.activity('Follow', honest, victimActor.id);
        const like = stranger.activity('Like', honest, note.uri);
        await send(follow, honest);
        await send(like, honest);
        const liked = () => victim.get(`/api/v1/statuses/${note.id}`).then((status) => status.favourites_count);
        await eventually('it is liked', async () => (await liked()) === 1);
        for (const activity of [follow, like]) {
            await send(stranger.activity('Undo', mallory, activity));
            await send(stranger.activity('Undo', mallory, activity.id));
            await send(stranger.activity('Undo', mallory, { ...activity, actor: mallory.id }));
        }
        assert.equal(await liked(), 1);
        const own = await victim.get('/api/v1/accounts/verify_credentials');
        const followers = await victim.get(`/api/v1/accounts/${own.id}/followers`);
        assert.deepEqual(followers.map((follower) => follower.acct), [honest.handle]);
    });

    test('accepting a follow for somebody else', async () => {
        const shy = stranger.actor('shy');
        const account = await reader.follow(shy.handle);
        await send(stranger.activity('Accept', mallory, { type: 'Follow', actor: (await actorOf(world.north, 'daniel')).id, object: shy.id }));
        assert.equal((await reader.relationship(account.id)).following, false);
    });

    test('answering and ending other people\'s mentorships', async () => {
        const proposal = await victim.post('/api/v1/pln/mentorships', {
            purpose: 'offer', title: 'Between two', topics: ['physics'], places: 1, content: 'For one.',
        });
        const asked = await reader.post(`/api/v1/pln/mentorships/${proposal.id}/ask`, { message: 'Me, please.' });
        await victim.post(`/api/v1/pln/agreements/${asked.id}/accept`);
        const address = `${world.north.origin}/ap/agreements/${asked.id}`;
        const intent = (await getActivity(proposal.status.uri)).json.publishes.id;
        await send(stranger.activity('Leave', mallory, address));
        await send(stranger.activity('Accept', mallory, address));
        await send(stranger.activity('Reject', mallory, address));
        await send(stranger.activity('Offer', mallory, { type: 'Agreement', stipulates: { type: 'Commitment', satisfies: `${intent}x` } }));
        const now = await reader.get(`/api/v1/pln/agreements/${asked.id}`);
        assert.ok(['trial', 'active'].includes(now.state));
        assert.equal((await world.north.get(new URL(address).pathname, { headers: { accept: 'application/activity+json' } })).status === 200, false, 'agreements are private');
    });

    test('a private post of ours stays private when its address is guessed', async () => {
        const note = await victim.publish('For those who follow.', { visibility: 'private' });
        const direct = await victim.publish('@daniel between us', { visibility: 'direct' });
        for (const status of [note, direct]) {
            for (const accept of ['application/activity+json', 'text/html']) {
                const answer = await world.north.get(new URL(accept === 'text/html' ? status.url : status.uri).pathname, { headers: { accept } });
                assert.ok([401, 403, 404].includes(answer.status), `${answer.status}`);
            }
        }
        await send(stranger.activity('Announce', mallory, note.uri, { to: [publicCollection] }));
        assert.equal((await victim.get(`/api/v1/statuses/${note.id}`)).reblogs_count, 0);
    });
}
