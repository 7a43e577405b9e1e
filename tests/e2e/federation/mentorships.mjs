// Mentorship across institutions: the board, asking, questions, terms, answers, and every end, from both sides.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { getActivity } from '../lib/calls.mjs';
import { eventually } from '../lib/eventually.mjs';
import { act, agreement, agreementWith, ask, offer, onBoard, reaches, states, tryTo } from '../lib/mentoring.mjs';

export function mentorships(world) {
    let mentor, mentee, counter = 0;

    // A fresh offer of the mentor, asked for by the mentee: both views of the agreement.
    const asked = async (changes = {}) => {
        const proposal = await offer(mentor, { title: `Intro physics ${++counter}`, ...changes });
        const there = await onBoard(mentee, proposal);
        const theirs = await ask(mentee, there.id);
        const ours = await agreementWith(mentor, mentee, proposal.title, ['requested']);
        return { proposal, there, theirs, ours };
    };

    before(async () => {
        mentor = await world.north.account('mentor_daniel');
        mentee = await world.south.account('mentee_maya');
        await mentee.follow(mentor.handle);
        await world.untilFollowing(mentee, mentor);
    });

    test('an offer stands on the board of the other institution with its fields', async () => {
        const proposal = await offer(mentor, { title: 'Writing IEP goals you can measure', topics: ['special education', 'goals'] });
        assert.equal(proposal.state, 'open');
        assert.deepEqual([proposal.places, proposal.places_free], [2, 2]);
        assert.deepEqual(proposal.status.pln, { kind: 'mentorship', id: proposal.id });
        const there = await onBoard(mentee, proposal);
        assert.equal(there.title, proposal.title);
        assert.equal(there.purpose, 'offer');
        assert.equal(there.author.acct, mentor.handle);
        assert.deepEqual([there.places, there.places_free, there.state], [2, 2, 'open']);
        assert.ok(JSON.stringify(there.topics).includes('special education'));
        const seen = await eventually('it is in the home timeline too', () => mentee.seen(proposal.status.uri));
        assert.ok(seen.content.includes('Writing IEP goals'), seen.content);
        assert.deepEqual(seen.pln, { kind: 'mentorship', id: there.id });
        const board = await mentee.get('/api/v1/pln/mentorships?purpose=request&limit=40');
        assert.ok(!board.some((item) => item.id === there.id));
        const words = await mentee.get('/api/v1/pln/mentorships?purpose=offer&q=measure');
        assert.ok(words.some((item) => item.id === there.id));
    });

    test('on the wire it is a Note with the words of FEP-0837, and a Proposal of its own', async () => {
        const proposal = await offer(mentor, { title: 'Assessment design office hours', places: 3 });
        const { json: note } = await getActivity(proposal.status.uri);
        assert.equal(note.type, 'Note');
        assert.equal(note.purpose, 'offer');
        assert.equal(note.unitBased, false);
        assert.equal(note.publishes.type, 'Intent');
        assert.equal(note.publishes.action, 'deliverService');
        assert.equal(note.publishes.resourceQuantity.hasNumericalValue, '1');
        assert.equal(note.publishes.availableQuantity.hasNumericalValue, '3');
        const link = note.tag.find((tag) => tag.type === 'Link' && [tag.rel].flat().some((rel) => rel.endsWith('vf#Proposal')));
        assert.ok(link, 'a link to the Proposal');
        assert.equal(note.publishes.id, `${link.href}#primary`);
        const { json: twin } = await getActivity(link.href);
        assert.equal(twin.type, 'Proposal');
        assert.equal(twin.id, link.href);
        assert.equal(twin.publishes.id, note.publishes.id);
        assert.equal(twin.attributedTo, note.attributedTo);
    });

    test('asking is seen as requested by both, told to the mentor, and private', async () => {
        const { theirs, ours } = await asked();
        assert.equal(theirs.state, 'requested');
        assert.equal(theirs.mentor.acct, mentor.handle);
        assert.equal(theirs.mentee.acct, mentee.username);
        assert.equal(ours.mentee.acct, mentee.handle);
        assert.ok(JSON.stringify(await agreement(mentor, ours.id)).includes('lab safety'));
        await eventually('the mentor is told', async () =>
            (await mentor.notifications()).some((item) => item.account.acct === mentee.handle));
        const told = await eventually('the mentor reads it in an app', async () =>
            (await mentor.notifications()).find((item) => item.type === 'mention' && item.status.content.includes('lab safety')));
        assert.deepEqual([told.account.bot, told.account.locked, told.account.display_name.length > 0], [true, true, true]);
        assert.equal(told.status.visibility, 'direct');
        assert.deepEqual(told.status.mentions.map((person) => person.acct), [mentor.username]);
        assert.ok(told.status.content.includes(`/mentorships/${ours.id}`) && told.status.content.includes(mentee.handle));
        assert.ok(!(await mentor.get('/api/v1/timelines/home')).some((status) => status.id === told.status.id));
        assert.equal((await mentee.notifications()).filter((item) => item.status?.content.includes('lab safety')).length, 0);
        const outsider = await world.north.account(`outsider_${counter}`);
        assert.equal((await outsider.ask('GET', `/api/v1/pln/agreements/${ours.id}`)).status, 404);
        assert.deepEqual(await outsider.get('/api/v1/pln/agreements'), []);
        assert.equal((await tryTo(outsider, ours.id, 'accept')).status, 404);
    });

    test('accepting starts it on both sides, and a place is gone on both boards', async () => {
        const { proposal, there, theirs, ours } = await asked();
        const accepted = await act(mentor, ours.id, 'accept');
        assert.ok(states.running.includes(accepted.state), accepted.state);
        const running = await reaches(mentee, theirs.id, states.running);
        assert.equal(running.state, accepted.state);
        assert.equal((await mentor.get(`/api/v1/pln/mentorships/${proposal.id}`)).places_free, 1);
        await eventually('the other board counts the place', async () =>
            (await mentee.get(`/api/v1/pln/mentorships/${there.id}`)).places_free === 1);
        assert.equal((await tryTo(mentor, ours.id, 'accept')).status, 409);
        await act(mentor, ours.id, 'end');
        await reaches(mentee, theirs.id, ['ended']);
    });

    test('only the mentor may accept what the mentee asked', async () => {
        const { theirs, ours } = await asked();
        assert.equal((await tryTo(mentee, theirs.id, 'accept')).status, 409);
        assert.equal((await agreement(mentor, ours.id)).state, 'requested');
        await act(mentee, theirs.id, 'withdraw');
        await reaches(mentor, ours.id, ['withdrawn']);
    });

    test('a question stops the clock, and the answer comes back', async () => {
        const { theirs, ours } = await asked();
        assert.equal((await tryTo(mentor, ours.id, 'more_info', {})).status, 422);
        const waiting = await act(mentor, ours.id, 'more_info', { message: 'How many sets of carts do you have?' });
        assert.equal(waiting.state, 'info_needed');
        const there = await reaches(mentee, theirs.id, ['info_needed']);
        assert.ok(JSON.stringify(there).includes('sets of carts'), 'the question arrives');
        const answered = await act(mentee, theirs.id, 'more_info', { message: 'One, for twenty-four pupils.' });
        assert.equal(answered.state, 'requested');
        const here = await reaches(mentor, ours.id, ['requested']);
        assert.ok(JSON.stringify(here).includes('twenty-four pupils'), 'the answer arrives');
        await act(mentor, ours.id, 'accept');
        await reaches(mentee, theirs.id, states.running);
        await act(mentee, theirs.id, 'end');
        await reaches(mentor, ours.id, ['ended']);
    });

    test('new terms of the mentor are accepted by the mentee', async () => {
        const { proposal, theirs, ours } = await asked();
        const terms = { goals: ['Labs with one set of equipment'], cadence: 'fortnightly', trialWeeks: 4 };
        const proposed = await act(mentor, ours.id, 'propose_terms', { terms, message: 'Every second week?' });
        assert.equal(proposed.state, 'terms_proposed');
        const there = await reaches(mentee, theirs.id, ['terms_proposed']);
        assert.ok(JSON.stringify(there.terms).includes('fortnightly'), JSON.stringify(there.terms));
        assert.equal((await tryTo(mentor, ours.id, 'accept')).status, 409, 'not one\'s own terms');
        await act(mentee, theirs.id, 'accept');
        await reaches(mentor, ours.id, states.running);
        await reaches(mentee, theirs.id, states.running);
        assert.equal((await mentor.get(`/api/v1/pln/mentorships/${proposal.id}`)).places_free, 1);
        await act(mentee, theirs.id, 'end');
        await reaches(mentor, ours.id, ['ended']);
    });

    test('declining is told, without a place taken', async () => {
        const { proposal, theirs, ours } = await asked();
        assert.equal((await act(mentor, ours.id, 'decline')).state, 'declined');
        await reaches(mentee, theirs.id, ['declined']);
        assert.equal((await mentor.get(`/api/v1/pln/mentorships/${proposal.id}`)).places_free, 2);
        for (const action of ['accept', 'decline', 'withdraw', 'end', 'propose_terms'])
            assert.equal((await tryTo(mentor, ours.id, action, { terms: {} })).status, 409, action);
    });

    test('withdrawing is told, and one can ask again', async () => {
        const { there, theirs, ours } = await asked();
        assert.equal((await act(mentee, theirs.id, 'withdraw')).state, 'withdrawn');
        await reaches(mentor, ours.id, ['withdrawn']);
        const again = await ask(mentee, there.id, 'I changed my mind.');
        assert.notEqual(again.id, theirs.id);
        const twice = await mentee.ask('POST', `/api/v1/pln/mentorships/${there.id}/ask`, { json: { message: 'And again.' } });
        assert.equal(twice.status, 409);
        await act(mentee, again.id, 'withdraw');
    });

    for (const side of ['mentor', 'mentee']) {
        test(`the ${side} ends it, the other is told, and the place is free again on both`, async () => {
            const { proposal, there, theirs, ours } = await asked();
            await act(mentor, ours.id, 'accept');
            await reaches(mentee, theirs.id, states.running);
            if (side === 'mentor') await act(mentor, ours.id, 'end');
            else await act(mentee, theirs.id, 'end');
            await reaches(mentor, ours.id, ['ended']);
            await reaches(mentee, theirs.id, ['ended']);
            for (const [person, id] of [[mentor, proposal.id], [mentee, there.id]]) {
                await eventually('the place is free', async () =>
                    (await person.get(`/api/v1/pln/mentorships/${id}`)).places_free === 2);
            }
            assert.equal((await tryTo(mentee, theirs.id, 'end')).status, 409);
        });
    }

    test('a request is answered by a mentor elsewhere, and the one who asked for help accepts', async () => {
        const request = await mentee.post('/api/v1/pln/mentorships', {
            purpose: 'request',
            title: 'Labs with one set of equipment',
            topics: ['physics'],
            content: 'Second year, the only physics teacher in the building.',
        });
        await mentor.follow(mentee.handle);
        await world.untilFollowing(mentor, mentee);
        const found = await mentor.findStatus(request.status.uri);
        assert.equal(found.pln?.kind, 'mentorship');
        const theirs = await ask(mentor, found.pln.id, 'I had the same problem for ten years.');
        assert.equal(theirs.mentor.acct, mentor.username);
        const ours = await agreementWith(mentee, mentor, request.title, ['requested']);
        await act(mentee, ours.id, 'accept');
        await reaches(mentor, theirs.id, states.running);
        await act(mentor, theirs.id, 'end');
        await reaches(mentee, ours.id, ['ended']);
    });
}
