// What a test can make the peer do, over plain HTTP on the loopback. Every call ends when the deliveries have
// been tried: without a queue Fedify sends at once, and a refused delivery is the call's error.
import {
    Announce,
    Create,
    Delete,
    Follow,
    Like,
    Mention,
    Note,
    PUBLIC_COLLECTION,
    Undo,
} from '@fedify/fedify/vocab';
import { Temporal } from '@js-temporal/polyfill';

import { actorName, tombstoneOf } from './federation.mjs';

class CallError extends Error {
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}

function need(value, name) {
    if (typeof value !== 'string' || value === '') throw new CallError(400, `${name} is missing`);
    return value;
}

export class Control {
    constructor(federation, state, origin) {
        this.state = state;
        this.context = federation.createContext(new URL(origin), undefined);
        this.self = this.context.getActorUri(actorName);
        this.routes = {
            'GET /received': (_body, query) => this.received(query),
            'GET /errors': () => state.errors,
            'GET /followers': () => [...state.followers.keys()],
            'GET /following': () => [...state.following].map(([id, entry]) => ({ id, state: entry.state })),
            'GET /actor': () => ({ id: this.self.href, handle: `@${actorName}@${new URL(origin).host}` }),
            'POST /reset': () => this.reset(),
            'POST /lookup': (body) => this.lookup(body),
            'POST /follow': (body) => this.follow(body),
            'POST /undo_follow': (body) => this.undoFollow(body),
            'POST /post': (body) => this.post(body),
            'POST /like': (body) => this.react(Like, body),
            'POST /announce': (body) => this.react(Announce, body),
            'POST /undo': (body) => this.undo(body),
            'POST /delete': (body) => this.delete(body),
        };
    }

    async call(method, url, body) {
        const { pathname, searchParams } = new URL(url, 'http://control.localhost');
        const route = this.routes[`${method} ${pathname}`];
        if (!route) throw new CallError(404, `no such call: ${method} ${pathname}`);
        return await route(body, searchParams);
    }

    received(query) {
        const type = query.get('type');
        return type ? this.state.received.filter((entry) => entry.type === type) : this.state.received;
    }

    reset() {
        this.state.received.length = 0;
        this.state.errors.length = 0;
        return {};
    }

    newId(kind) {
        return new URL(`#${kind}/${crypto.randomUUID()}`, this.self);
    }

    async actor(handleOrId) {
        const found = await this.lookUp(handleOrId);
        if (!found.inboxId) throw new CallError(422, `not an actor: ${handleOrId}`);
        return found;
    }

    // Signed, as servers with authorised fetch ask for it.
    async lookUp(handleOrId) {
        const documentLoader = await this.context.getDocumentLoader({ identifier: actorName });
        const found = await this.context.lookupObject(handleOrId, { documentLoader });
        if (!found) throw new CallError(404, `nothing found: ${handleOrId}`);
        return found;
    }

    async send(recipients, activity) {
        this.state.sent.set(activity.id.href, { activity, recipients });
        await this.context.sendActivity({ identifier: actorName }, recipients, activity, {
            immediate: true,
            preferSharedInbox: true,
        });
        return { id: activity.id.href, activity: await activity.toJsonLd({ contextLoader: this.context.contextLoader }) };
    }

    async lookup({ id }) {
        const found = await this.lookUp(need(id, 'id'));
        return await found.toJsonLd({ contextLoader: this.context.contextLoader });
    }

    async follow({ handle }) {
        const target = await this.actor(need(handle, 'handle'));
        const follow = new Follow({ id: this.newId('follows'), actor: this.self, object: target.id, to: target.id });
        this.state.following.set(target.id.href, { follow, target, state: 'requested' });
        return await this.send(target, follow);
    }

    async undoFollow({ handle }) {
        const target = await this.actor(need(handle, 'handle'));
        const entry = this.state.following.get(target.id.href);
        if (!entry) throw new CallError(409, `not followed: ${handle}`);
        this.state.following.delete(target.id.href);
        const undo = new Undo({ id: this.newId('undos'), actor: this.self, object: entry.follow, to: target.id });
        return await this.send(target, undo);
    }

    // to: "public" (default), "unlisted", "followers", or a list of handles for a direct post; mentions: handles.
    async post({ content, to = 'public', mentions = [], in_reply_to: parent, summary, sensitive }) {
        need(content, 'content');
        const handles = Array.isArray(to) ? to : mentions;
        const mentioned = [];
        for (const handle of handles) mentioned.push(await this.actor(handle));
        const replied = parent ? await this.lookUp(parent) : null;
        const note = this.makeNote({ content, summary, sensitive, to, mentioned, replied });
        const create = new Create({
            id: new URL(`${note.id.href}/create`),
            actor: this.self,
            object: note,
            published: note.published,
            tos: note.toIds,
            ccs: note.ccIds,
        });
        this.state.notes.set(note.id.href.split('/').pop(), { note, create, mentioned, to, deleted: false });
        const result = await this.send(this.audience(to, mentioned), create);
        return { ...result, note: note.id.href };
    }

    makeNote({ content, summary, sensitive, to, mentioned, replied }) {
        const followers = this.context.getFollowersUri(actorName);
        const direct = Array.isArray(to);
        const tos = { public: [PUBLIC_COLLECTION], unlisted: [followers], followers: [followers] };
        const ccs = { public: [followers], unlisted: [PUBLIC_COLLECTION], followers: [] };
        if (!direct && !(to in tos)) throw new CallError(400, `unknown audience: ${to}`);
        const people = mentioned.map((actor) => actor.id);
        return new Note({
            id: this.context.getObjectUri(Note, { id: crypto.randomUUID() }),
            attribution: this.self,
            content,
            summary,
            sensitive,
            published: Temporal.Now.instant(),
            replyTarget: replied?.id,
            tos: direct ? people : tos[to],
            ccs: direct ? [] : [...ccs[to], ...people],
            tags: mentioned.map((actor) => new Mention({ href: actor.id, name: `@${actor.preferredUsername}@${actor.id.host}` })),
        });
    }

    audience(to, mentioned) {
        return Array.isArray(to) ? mentioned : [...this.state.followers.values(), ...mentioned];
    }

    async react(kind, { id }) {
        const object = await this.lookUp(need(id, 'id'));
        const author = await object.getAttribution(this.context);
        if (!author?.inboxId) throw new CallError(422, `no author: ${id}`);
        const isAnnounce = kind === Announce;
        const activity = new kind({
            id: this.newId(isAnnounce ? 'announces' : 'likes'),
            actor: this.self,
            object: object.id,
            published: isAnnounce ? Temporal.Now.instant() : undefined,
            tos: isAnnounce ? [PUBLIC_COLLECTION] : [author.id],
            ccs: isAnnounce ? [this.context.getFollowersUri(actorName), author.id] : [],
        });
        return await this.send(isAnnounce ? [author, ...this.state.followers.values()] : [author], activity);
    }

    // Of anything sent before: a Like, an Announce, a Follow.
    async undo({ id }) {
        const entry = this.state.sent.get(need(id, 'id'));
        if (!entry) throw new CallError(404, `never sent: ${id}`);
        const { activity, recipients } = entry;
        const undo = new Undo({ id: this.newId('undos'), actor: this.self, object: activity, tos: activity.toIds, ccs: activity.ccIds });
        return await this.send(recipients, undo);
    }

    async delete({ id }) {
        const entry = this.state.notes.get(need(id, 'id').split('/').pop());
        if (!entry) throw new CallError(404, `not ours: ${id}`);
        entry.deleted = true;
        const activity = new Delete({
            id: this.newId('deletes'),
            actor: this.self,
            object: tombstoneOf(entry.note.id),
            tos: entry.note.toIds,
            ccs: entry.note.ccIds,
        });
        return await this.send(this.audience(entry.to, entry.mentioned), activity);
    }
}
