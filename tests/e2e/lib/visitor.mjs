// Someone at the pages with a browser that has cookies and forms, but no script: reads a page, fills a form in,
// sends it.
import { request } from './calls.mjs';

const named = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#x2F;': '/', '&#x27;': "'" };
const decode = (text) => text.replace(/&(?:amp|lt|gt|quot|#39|#x2F|#x27);/g, (entity) => named[entity]);

function attributes(tag) {
    const found = {};
    for (const [, name, value] of tag.matchAll(/([a-z-]+)(?:="([^"]*)")?/gi)) found[name] = decode(value ?? '');
    return found;
}

// The forms of a page: where they go, and the fields that are filled in already.
export function formsOf(html) {
    return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head, body]) => {
        const fields = {};
        for (const [, tag] of body.matchAll(/<input\b([^>]*)>/g)) {
            const { name, value = '', type = 'text', checked } = attributes(tag);
            if (!name || type === 'file') continue;
            if (!['checkbox', 'radio'].includes(type) || checked !== undefined) fields[name] = value;
        }
        for (const [, tag, text] of body.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) fields[attributes(tag).name] = decode(text);
        for (const [, tag, options] of body.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
            const all = [...options.matchAll(/<option\b([^>]*)>/g)].map((match) => attributes(match[1]));
            const chosen = all.find((option) => 'selected' in option) ?? all[0];
            if (chosen) fields[attributes(tag).name] = chosen.value;
        }
        return { ...attributes(head), fields };
    });
}

export class Visitor {
    constructor(origin) {
        this.origin = origin;
        this.cookies = new Map();
    }

    async send(method, address, options = {}) {
        const url = new URL(address, this.origin);
        const headers = { accept: 'text/html', origin: this.origin, ...options.headers };
        if (this.cookies.size) headers.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await request(url.href, { method, ...options, headers });
        for (const line of answer.headers.getSetCookie()) {
            const [pair, ...rest] = line.split(';');
            const [name, ...value] = pair.split('=');
            const gone = rest.some((part) => /^\s*max-age=0\s*$/i.test(part));
            if (gone) this.cookies.delete(name.trim());
            else this.cookies.set(name.trim(), value.join('='));
        }
        return { ...answer, location: answer.headers.get('location') && new URL(answer.headers.get('location'), url).href };
    }

    // Follows redirects within the site; an address elsewhere is the answer's location.
    async visit(address) {
        let answer = await this.send('GET', address);
        for (let hops = 0; answer.location && answer.location.startsWith(this.origin) && hops < 5; ++hops)
            answer = await this.send('GET', answer.location);
        return answer;
    }
    async submit(page, select, changes = {}) {
        const form = formsOf(page.text).find(select);
        if (!form) throw new Error(`no such form in: ${page.text.slice(0, 2000)}`);
        return await this.send('POST', form.action, { form: { ...form.fields, ...changes } });
    }

    async signIn(person, returnTo = '') {
        const page = await this.visit(`/sign-in${returnTo && `?return_to=${encodeURIComponent(returnTo)}`}`);
        const answer = await this.submit(page, (form) => form.action === '/sign-in', { login: person.username, password: person.password });
        if (answer.status !== 302 && answer.status !== 303) throw new Error(`sign-in: ${answer.status} ${answer.text.slice(0, 1500)}`);
        return answer;
    }

    // Through /oauth/authorize: signs in when asked, and says yes or no. The page or redirect that comes of it.
    async authorize(address, person, decision = 'allow') {
        let page = await this.visit(address);
        if (formsOf(page.text).some((form) => form.action === '/sign-in')) {
            const answer = await this.submit(page, (form) => form.action === '/sign-in', { login: person.username, password: person.password });
            page = await this.visit(answer.location);
        }
        return await this.submit(page, (form) => form.action === '/oauth/authorize', { decision });
    }
}
