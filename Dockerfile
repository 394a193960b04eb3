# One image for web, worker and beat; the command tells them apart.
FROM node:22-bookworm-slim AS assets
WORKDIR /portal
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/var/lib/portal STATIC_ROOT=/portal/static-root
WORKDIR /portal
COPY requirements/run.lock requirements/run.lock
RUN pip install --no-cache-dir --require-hashes -r requirements/run.lock
COPY . .
COPY --from=assets /portal/node_modules node_modules
RUN python -m config.assets && rm -rf node_modules \
 && SECRET_KEY=only-while-building VAR_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
 && useradd --system --home /var/lib/portal portal \
 && install -d -o portal -g portal /var/lib/portal/media
USER portal
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--config", "config/gunicorn.py"]
