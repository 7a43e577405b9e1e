// What mentor and mentee do, through REST.
import { eventually } from './eventually.mjs';

export const offerText = {
    purpose: 'offer',
    title: 'First-year physics labs',
    topics: ['physics', 'lab work'],
    places: 2,
    content: 'I can help two colleagues, grades 9 to 12, one hour a week until December.',
};

export const states = { open: ['requested', 'info_needed', 'terms_proposed'], running: ['trial', 'active'] };

export async function offer(mentor, changes = {}) {
    return await mentor.post('/api/v1/pln/mentorships', { ...offerText, ...changes });
}

// The same proposal as it stands on the board of somebody's own institution.
export async function onBoard(person, proposal, purpose = proposal.purpose) {
    return await eventually(`${person.handle} sees "${proposal.title}" on the board`, async () =>
        (await person.get(`/api/v1/pln/mentorships?purpose=${purpose}&limit=40`)).find(
            (item) => item.status.uri === proposal.status.uri,
        ));
}

export function proposalOf(person, id) {
    return person.get(`/api/v1/pln/mentorships/${id}`);
}

export async function ask(mentee, id, message = 'I would love help with lab safety.') {
    return await mentee.post(`/api/v1/pln/mentorships/${id}/ask`, { message });
}

export async function agreement(person, id) {
    return await person.get(`/api/v1/pln/agreements/${id}`);
}

// Someone's agreement with `other` about a proposal of that title, in one of these states.
export async function agreementWith(person, other, title, wanted) {
    return await eventually(`${person.handle} and ${other.username}: ${wanted}`, async () => {
        const all = await person.get('/api/v1/pln/agreements?limit=40');
        const found = all.find((item) => {
            const names = [item.mentor.acct, item.mentee.acct];
            const sameInstance = other.instance === person.instance;
            return item.proposal.title === title && names.includes(sameInstance ? other.username : other.handle);
        });
        if (found && !wanted.includes(found.state)) throw new Error(`it is ${found.state}`);
        return found;
    });
}

export async function reaches(person, id, wanted) {
    return await eventually(`${person.handle}'s mentorship is ${wanted}`, async () => {
        const now = await agreement(person, id);
        if (!wanted.includes(now.state)) throw new Error(`it is ${now.state}`);
        return now;
    });
}

export async function act(person, id, action, body = {}) {
    return await person.post(`/api/v1/pln/agreements/${id}/${action}`, body);
}
export function tryTo(person, id, action, body = {}) {
    return person.ask('POST', `/api/v1/pln/agreements/${id}/${action}`, { json: body });
}
