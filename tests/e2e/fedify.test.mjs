// A live second implementation, built on Fedify, whose own signature checks must accept ours. It signs its first
// try with draft-cavage in one run, and with RFC 9421 in the other.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import { eventually } from './lib/eventually.mjs';
import { Instance, showLogsOnFailure } from './lib/instance.mjs';
import { Peer } from './lib/peer.mjs';

for (const firstKnock of ['draft-cavage-http-signatures-12', 'rfc9421']) {
    describe(`Fedify with ${firstKnock}`, () => {
        let north, person, peer, account;

        const got = (type, fits = () => true) => eventually(`the peer receives ${type}`, async () =>
            (await peer.received(type)).findLast((entry) => fits(entry.activity)));
        const objectOf = (activity) => activity.object?.id ?? activity.object;

        before(async () => {
            north = await Instance.start('north');
            person = await north.account('daniel');
            peer = await Peer.start({ firstKnock });
        });
        after(async () => {
            peer?.close();
            await north?.close();
        });
        afterEach((context) => showLogsOnFailure(context, () => [north, peer]));

        test('it reads our actor', async () => {
            const actor = await peer.post('/lookup', { id: `@${person.handle}` });
            assert.equal(actor.preferredUsername, 'daniel');
            assert.match(actor.publicKey.publicKeyPem, /BEGIN PUBLIC KEY/);
        });

        test('it follows, and our Accept is verified', async () => {
            await peer.post('/follow', { handle: `@${person.handle}` });
            await got('Accept');
            await eventually('the peer follows', async () => (await peer.get('/following'))[0]?.state === 'accepted');
            const [told] = await person.told('follow');
            assert.equal(told.account.acct, peer.handle);
        });

        test('our Create arrives, with all its parts', async () => {
            const note = await person.publish('Carts, and predictions first. #Physics', { spoiler_text: 'Physics', language: 'en' });
            const { activity } = await got('Create', (item) => objectOf(item) === note.uri);
            assert.match(activity.object.content, /predictions first/);
            assert.equal(activity.object.summary, 'Physics');
            assert.ok([activity.object.tag].flat().some((tag) => tag.name === '#Physics'));
            const looked = await peer.post('/lookup', { id: note.uri });
            assert.equal(looked.id, note.uri);
        });

        test('a resource share and an offer arrive as Notes that it can read', async () => {
            const shared = await person.post('/api/v1/pln/resources', {
                title: 'Momentum carts without equations', url: 'https://example.org/carts', license: 'https://creativecommons.org/licenses/by-sa/4.0/',
            });
            const { activity } = await got('Create', (item) => objectOf(item) === shared.status.uri);
            assert.equal(activity.object.type, 'Note');
            assert.match(activity.object.content, /Momentum carts/);
            const proposal = await person.post('/api/v1/pln/mentorships', { purpose: 'offer', title: 'Intro physics', topics: ['physics'], places: 2, content: 'Weekly.' });
            const carried = await got('Create', (item) => objectOf(item) === proposal.status.uri);
            assert.equal(carried.activity.object.type, 'Note');
            assert.match(carried.activity.object.content, /Intro physics/);
        });

        test('our Update and Delete arrive', async () => {
            const note = await person.publish('Frist words');
            await got('Create', (item) => objectOf(item) === note.uri);
            await person.put(`/api/v1/statuses/${note.id}`, { status: 'First words' });
            const { activity } = await got('Update', (item) => objectOf(item) === note.uri);
            assert.match(activity.object.content, /First words/);
            await person.delete(`/api/v1/statuses/${note.id}`);
            await got('Delete', (item) => objectOf(item) === note.uri);
        });

        test('we follow it, and its posts arrive', async () => {
            account = await person.follow(peer.handle);
            await eventually('we follow it', async () => (await person.relationship(account.id)).following);
            await got('Follow');
            const post = await peer.post('/post', { content: '<p>Fractions with <strong>paper strips</strong></p>', summary: 'Maths', sensitive: true });
            const seen = await eventually('its post arrives', () => person.seen(post.note));
            assert.match(seen.content, /paper strips/);
            assert.equal(seen.spoiler_text, 'Maths');
            assert.equal(seen.account.acct, peer.handle);
        });

        test('we like, boost, answer and take back', async () => {
            const post = await peer.post('/post', { content: '<p>Like me</p>' });
            const seen = await eventually('its post arrives', () => person.seen(post.note));
            await person.post(`/api/v1/statuses/${seen.id}/favourite`);
            const like = await got('Like', (item) => objectOf(item) === post.note);
            await person.post(`/api/v1/statuses/${seen.id}/reblog`);
            await got('Announce', (item) => objectOf(item) === post.note);
            const reply = await person.publish(`@${peer.handle} we use carts`, { in_reply_to_id: seen.id });
            const { activity } = await got('Create', (item) => objectOf(item) === reply.uri);
            assert.equal(activity.object.inReplyTo, post.note);
            await person.post(`/api/v1/statuses/${seen.id}/unfavourite`);
            await got('Undo', (item) => objectOf(item) === like.activity.id);
            await person.post(`/api/v1/statuses/${seen.id}/unreblog`);
            await eventually('two undoes', async () => (await peer.received('Undo')).length >= 2);
        });

        test('its like, boost and their Undo are counted', async () => {
            const note = await person.publish('Count me');
            await got('Create', (item) => objectOf(item) === note.uri);
            const counts = async () => {
                const now = await person.get(`/api/v1/statuses/${note.id}`);
                return `${now.favourites_count} ${now.reblogs_count}`;
            };
            const like = await peer.post('/like', { id: note.uri });
            const boost = await peer.post('/announce', { id: note.uri });
            await eventually('both are counted', async () => (await counts()) === '1 1');
            for (const type of ['favourite', 'reblog']) assert.equal((await person.told(type))[0].status.id, note.id);
            await peer.post('/undo', { id: like.id });
            await peer.post('/undo', { id: boost.id });
            await eventually('both are taken back', async () => (await counts()) === '0 0');
        });

        test('followers-only and direct posts, both ways', async () => {
            const hidden = await person.publish('For followers', { visibility: 'private' });
            await got('Create', (item) => objectOf(item) === hidden.uri);
            const direct = await person.publish(`@${peer.handle} in private`, { visibility: 'direct' });
            await got('Create', (item) => objectOf(item) === direct.uri);
            const theirs = await peer.post('/post', { content: '<p>For you alone</p>', to: [`@${person.handle}`] });
            const told = await eventually('its direct post is told', async () =>
                (await person.notifications('mention')).find((item) => item.status.uri === theirs.note));
            assert.equal(told.status.visibility, 'direct');
            const few = await peer.post('/post', { content: '<p>For my followers</p>', to: 'followers' });
            assert.equal((await eventually('it arrives', () => person.seen(few.note))).visibility, 'private');
        });

        test('its reply joins our thread, and its Delete takes it away', async () => {
            const note = await person.publish('A question');
            await got('Create', (item) => objectOf(item) === note.uri);
            const reply = await peer.post('/post', { content: '<p>An answer</p>', mentions: [`@${person.handle}`], in_reply_to: note.uri });
            const thread = () => person.get(`/api/v1/statuses/${note.id}/context`).then((context) => context.descendants.map((item) => item.uri));
            await eventually('the reply is there', async () => (await thread()).includes(reply.note));
            await peer.post('/delete', { id: reply.note });
            await eventually('the reply is gone', async () => (await thread()).length === 0);
        });

        test('it unfollows, and we do', async () => {
            const own = await person.get('/api/v1/accounts/verify_credentials');
            await peer.post('/undo_follow', { handle: `@${person.handle}` });
            await eventually('no follower', async () => (await person.get(`/api/v1/accounts/${own.id}/followers`)).length === 0);
            await person.post(`/api/v1/accounts/${account.id}/unfollow`);
            await eventually('the peer has no follower', async () => (await peer.get('/followers')).length === 0);
        });

        test('it found nothing wrong with what we sent', async () => {
            const errors = (await peer.get('/errors')).filter((entry) => entry.what !== 'outbox');
            assert.deepEqual(errors, []);
        });
    });
}
