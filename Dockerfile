# One image for all services, from the jar that ./mvnw package made. What runs in a container is its command:
#   docker build -t rivulet/rivulet .
#   docker run rivulet/rivulet ingest                     one service
#   docker run rivulet/rivulet sessionizer etl dashboard  several in one process
# Its target notebook is Jupyter beside the same jars, for docker compose --profile notebook.
ARG BASE_IMAGE=eclipse-temurin:17-jre
FROM ${BASE_IMAGE} AS jar
COPY launcher/target/launcher-*-exec.jar /rivulet.jar
RUN java -Djarmode=tools -jar /rivulet.jar extract --layers --destination /layers

FROM ${BASE_IMAGE} AS services
COPY docker/health-check.sh /opt/rivulet/health-check.sh
# Others' libraries first: a new version of ours shares their layer with the one before.
COPY --from=jar /layers/dependencies/ /opt/rivulet/
COPY --from=jar /layers/snapshot-dependencies/ /opt/rivulet/
COPY --from=jar /layers/application/ /opt/rivulet/

# A new volume mounted here takes over this owner.
RUN mkdir -p /var/lib/rivulet && chown 10001:10001 /var/lib/rivulet
USER 10001:10001
WORKDIR /var/lib/rivulet
# A secret's file stands for the variable of its name. glibc's further arenas cost the native libraries about 100 MB.
ENV HOME=/var/lib/rivulet \
    SPRING_CONFIG_IMPORT=optional:configtree:/run/secrets/ \
    MALLOC_ARENA_MAX=2 \
    JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=60

# A JVM without memory is restarted rather than kept half alive.
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-Duser.home=/var/lib/rivulet", "-jar", "/opt/rivulet/rivulet.jar"]

FROM services AS notebook
USER root
COPY scripts/install-jupyter.sh /opt/rivulet/
RUN sh /opt/rivulet/install-jupyter.sh && rm -rf /var/lib/apt/lists/*
COPY docker/notebook/jupyter_notebook_config.py /etc/jupyter/
COPY notebooks/rivulet.py /opt/rivulet/python/
# Into a new volume mounted there.
COPY --chown=10001:10001 notebooks/*.ipynb /var/lib/rivulet/notebooks/
USER 10001:10001
WORKDIR /var/lib/rivulet/notebooks
ENV PYTHONPATH=/opt/rivulet/python JAVA_TOOL_OPTIONS=""
ENTRYPOINT ["jupyter", "notebook"]

# What docker build makes when it is asked for nothing else.
FROM services
