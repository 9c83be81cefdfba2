// Renders the OpenAPI document of this server. Everything is put in as text, so nothing in it can become markup.
'use strict';

const DOCUMENT = '/api/v1/openapi.json';

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function nameOf(reference) {
  return reference.split('/').pop();
}

// A schema in one line; names of other schemas are buttons that unfold them.
function brief(schema, all) {
  if (!schema) return make('span', {}, '');
  if (schema.$ref) return unfold(nameOf(schema.$ref), all);
  const choices = schema.oneOf || schema.anyOf;
  if (choices && !choices.some((choice) => choice.type === 'object')) {
    const parts = choices.flatMap((choice, at) => (at ? [' or ', brief(choice, all)] : [brief(choice, all)]));
    return make('span', {}, ...parts);
  }
  if (schema.enum) return make('code', {}, schema.enum.map((value) => JSON.stringify(value)).join(' | '));
  if (schema.items) return make('span', {}, 'list of ', brief(schema.items, all));
  if (schema.properties || choices) return fields(schema, all);
  const type = [schema.type].flat().join(' or ') || 'anything';
  return make('code', {}, schema.format ? type + ' (' + schema.format + ')' : type);
}

function unfold(name, all) {
  const details = make('details', {}, make('summary', {}, make('code', {}, name)));
  // Built when it is opened: schemas refer to each other without end.
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(fields(all[name], all));
  });
  return details;
}

function fields(schema, all) {
  const box = make('div', { class: 'fields' });
  if (!schema) return box;
  if (schema.description) box.append(make('p', {}, schema.description));
  const choices = schema.oneOf || schema.anyOf || schema.allOf;
  if (choices) {
    for (const choice of choices) {
      const described = choice.description && !choice.properties ? make('p', {}, choice.description) : '';
      box.append(make('div', {}, described, brief({ ...choice, description: undefined }, all)));
    }
    return box;
  }
  if (!schema.properties) {
    box.append(brief(schema, all));
    return box;
  }
  const rows = Object.entries(schema.properties).map(([name, field]) => {
    const needed = (schema.required || []).includes(name) ? '' : ' ?';
    const about = field.description || '';
    return make('tr', {}, make('td', {}, make('code', {}, name + needed)), make('td', {}, brief(field, all)), make('td', {}, about));
  });
  box.append(make('table', {}, ...rows));
  return box;
}

function content(of) {
  return Object.entries((of && of.content) || {});
}

function operation(path, method, about, all) {
  const head = make(
    'summary',
    {},
    make('span', { class: 'method ' + method }, method.toUpperCase()),
    make('code', {}, path),
    make('small', {}, about.summary || ''),
  );
  const body = make('details', { id: about.operationId, 'data-text': [method, path, about.operationId, about.summary].join(' ').toLowerCase() }, head);
  body.addEventListener('toggle', () => {
    if (!body.open || body.childElementCount > 1) return;
    const open = !about.security;
    body.append(make('p', {}, open ? 'Open to everybody.' : 'Needs a bearer token.'));
    if (about.parameters) {
      const rows = about.parameters.map((it) =>
        make('tr', {}, make('td', {}, make('code', {}, it.name)), make('td', {}, it.in), make('td', {}, brief(it.schema, all)), make('td', {}, it.description || '')));
      body.append(make('h3', {}, 'Parameters'), make('table', {}, ...rows));
    }
    for (const [kind, media] of content(about.requestBody)) {
      body.append(make('h3', {}, 'Body (' + kind + ')'), brief(media.schema, all));
    }
    for (const [status, reply] of Object.entries(about.responses || {})) {
      body.append(make('h3', {}, status + ' ' + (reply.description || '')));
      for (const [kind, media] of content(reply)) body.append(make('p', {}, kind), brief(media.schema, all));
    }
  });
  return body;
}

function render(api) {
  const all = (api.components && api.components.schemas) || {};
  document.getElementById('about').textContent = api.info.description + ' Version ' + api.info.version + '.';
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, about] of Object.entries(methods)) {
      const group = (about.tags || ['other'])[0];
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(operation(path, method, about, all));
    }
  }
  const main = document.getElementById('operations');
  const contents = document.getElementById('contents');
  for (const [group, operations] of groups) {
    main.append(make('section', {}, make('h2', { id: 'group-' + group }, group), ...operations));
    contents.append(make('a', { href: '#group-' + group }, group));
  }
  document.getElementById('search').addEventListener('input', (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const section of main.children) {
      let shown = 0;
      for (const entry of section.querySelectorAll(':scope > details')) {
        entry.hidden = !words.every((word) => entry.dataset.text.includes(word));
        shown += entry.hidden ? 0 : 1;
      }
      section.hidden = shown === 0;
    }
  });
  const named = document.getElementById(location.hash.slice(1));
  if (named) {
    named.open = true;
    named.scrollIntoView();
  }
}

fetch(DOCUMENT)
  .then((answer) => answer.json())
  .then(render)
  .catch((fault) => {
    document.getElementById('about').textContent = 'The document cannot be shown: ' + fault;
  });
