# The wheel is built and its sums are compiled in one stage; the image that runs holds both, and
# neither a compiler nor anything of the source tree.
# With --build-arg PDF=yes it also writes runbooks as PDF, for which it needs Pango and fonts.
FROM python:3.13-slim AS build
ARG PDF
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY requirements-postgresql.txt requirements-pdf.txt ./
RUN python -m venv /opt/meshwise \
 && /opt/meshwise/bin/pip install --no-cache-dir --require-hashes \
      -r requirements-postgresql.txt ${PDF:+-r requirements-pdf.txt}
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY templates templates
COPY static static
COPY migrations migrations
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /dist . \
 && /opt/meshwise/bin/pip install --no-cache-dir --no-deps /dist/*.whl \
 && /opt/meshwise/bin/meshwise compile

FROM python:3.13-slim
ARG PDF
RUN if [ -n "$PDF" ]; then apt-get update && apt-get install --yes --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*; fi
RUN useradd --uid 10001 --no-create-home meshwise && install -d -o meshwise /data
COPY --from=build /opt/meshwise /opt/meshwise
ENV PATH=/opt/meshwise/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MESHWISE_DATABASE_URL=sqlite:////data/meshwise.db
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=10s --timeout=3s CMD ["python", "-c", \
  "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["meshwise", "serve", "--host", "0.0.0.0", "--port", "8000"]
