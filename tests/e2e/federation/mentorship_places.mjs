// Places are counted on the mentor's server, and nowhere else: the last one goes to exactly one person.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { eventually } from '../lib/eventually.mjs';
import { act, agreement, agreementWith, ask, offer, onBoard, proposalOf, reaches, states, tryTo } from '../lib/mentoring.mjs';

export function mentorshipPlaces(world) {
    let mentor;
    const people = {};

    before(async () => {
        mentor = await world.north.account('mentor_nadia');
        for (const name of ['wen', 'owen', 'farah']) {
            people[name] = await world.south.account(`${name}_m`);
            await people[name].follow(mentor.handle);
            await world.untilFollowing(people[name], mentor);
        }
        people.priya = await world.north.account('priya_m');
    });

    const asking = async (proposal, names) => {
        const requests = [];
        for (const name of names) {
            const person = people[name];
            const there = person.instance === mentor.instance ? proposal : await onBoard(person, proposal);
            const theirs = await ask(person, there.id, `Please, ${name} here.`);
            const ours = await agreementWith(mentor, person, proposal.title, ['requested']);
            requests.push({ person, there, theirs, ours });
        }
        return requests;
    };

    test('two acceptances for one place: exactly one wins', async () => {
        const proposal = await offer(mentor, { title: 'One place only', places: 1 });
        const requests = await asking(proposal, ['wen', 'owen', 'priya']);
        const answers = await Promise.all(requests.map(({ ours }) => tryTo(mentor, ours.id, 'accept')));
        assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409, 409]);
        const now = await proposalOf(mentor, proposal.id);
        assert.deepEqual([now.places_free, now.state], [0, 'full']);
        for (const [index, { person, theirs, ours }] of requests.entries()) {
            if (answers[index].status === 200) {
                await reaches(person, theirs.id, states.running);
                continue;
            }
            assert.match(answers[index].json.error, /place|full/i);
            assert.equal((await agreement(mentor, ours.id)).state, 'requested');
            assert.equal((await agreement(person, theirs.id)).state, 'requested');
        }
    });

    test('a full offer is full on the other board, and asking it is refused', async () => {
        const proposal = await offer(mentor, { title: 'Full at once', places: 1 });
        const [winner] = await asking(proposal, ['farah']);
        await act(mentor, winner.ours.id, 'accept');
        await reaches(winner.person, winner.theirs.id, states.running);
        const other = people.owen;
        const there = await onBoard(other, proposal);
        await eventually('the other board says full', async () => {
            const now = await proposalOf(other, there.id);
            return now.places_free === 0 && now.state === 'full';
        });
        const refused = await other.ask('POST', `/api/v1/pln/mentorships/${there.id}/ask`, { json: { message: 'Me too?' } });
        assert.equal(refused.status, 409);
        await act(winner.person, winner.theirs.id, 'end');
        await eventually('it is open again there', async () => (await proposalOf(other, there.id)).state === 'open');
    });

    test('both accept terms for the same last place: one runs, the other is told it is full', async () => {
        const proposal = await offer(mentor, { title: 'Terms for the last place', places: 1 });
        const requests = await asking(proposal, ['farah', 'priya']);
        for (const { person, ours, theirs } of requests) {
            await act(mentor, ours.id, 'propose_terms', { terms: { cadence: 'monthly' } });
            await reaches(person, theirs.id, ['terms_proposed']);
        }
        await Promise.all(requests.map(({ person, theirs }) => tryTo(person, theirs.id, 'accept')));
        const ends = await eventually('one runs and one does not', async () => {
            const found = await Promise.all(requests.map(async ({ person, theirs }) => (await agreement(person, theirs.id)).state));
            return found.filter((state) => states.running.includes(state)).length === 1 && found;
        });
        assert.ok(ends.some((state) => !states.running.includes(state)));
        assert.equal((await proposalOf(mentor, proposal.id)).places_free, 0);
        const counted = await mentor.get('/api/v1/pln/agreements?limit=40');
        const running = counted.filter((item) => item.proposal.title === proposal.title && states.running.includes(item.state));
        assert.equal(running.length, 1);
    });

    test('places cannot fall below those taken, and nonsense is refused', async () => {
        const proposal = await offer(mentor, { title: 'Three places', places: 3 });
        const requests = await asking(proposal, ['priya']);
        await act(mentor, requests[0].ours.id, 'accept');
        const more = await mentor.put(`/api/v1/pln/mentorships/${proposal.id}`, {
            purpose: 'offer', title: proposal.title, topics: ['physics'], places: 2, content: 'Fewer now.',
        });
        assert.deepEqual([more.places, more.places_free], [2, 1]);
        for (const changes of [{ places: 0 }, { places: 7 }, { places: 'many' }, { title: '' }, { topics: [] }, { purpose: 'gift' }]) {
            const answer = await mentor.ask('POST', '/api/v1/pln/mentorships', {
                json: { purpose: 'offer', title: 'Bad', topics: ['x'], places: 1, content: 'Bad.', ...changes },
            });
            assert.equal(answer.status, 422, JSON.stringify(changes));
        }
        await act(mentor, requests[0].ours.id, 'end');
    });

    test('deleting an offer takes it off all boards', async () => {
        const proposal = await offer(mentor, { title: 'Soon gone', places: 1 });
        const there = await onBoard(people.wen, proposal);
        const removal = await mentor.ask('DELETE', `/api/v1/pln/mentorships/${proposal.id}`);
        assert.equal(removal.status, 200);
        await eventually('it is gone there', async () => [404, 410].includes((await people.wen.ask('GET', `/api/v1/pln/mentorships/${there.id}`)).status));
        const board = await people.wen.get('/api/v1/pln/mentorships?purpose=offer&limit=40');
        assert.ok(!board.some((item) => item.id === there.id));
    });
}
